// What the ranking page looks like. Makes elements from an item and tells `on` what a person does with them; decides nothing.
//
// view  { item, focus, prefix, form, words }: item has letters and state as in rank-state.js; words come from the server
// on    { place, rate, flag, focused, strengthen, chosen, dragged }
window.rankDrawing = (() => {
  const S = window.rankState;
  const RATINGS = [1, 2, 3, 4, 5, 6, 7];

  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => values[at]);

  function make(tag, className, attributes = {}, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  /** The server has sanitised it. */
  function prose(html) {
    const text = make("div", "read");
    text.innerHTML = html;
    return text;
  }

  /** "2nd, tied" */
  function position(letter, { item, words }) {
    const groups = S.groups(item.state, item.letters);
    const at = groups.findIndex(group => group.includes(letter));
    return caption(groups[at], at, words);
  }

  const caption = (group, at, words) => group.length > 1 ? fill(words.tied, words.ordinals[at]) : words.ordinals[at];

  /** Both sides of a boundary as people read them: ["B", "A = D"]. */
  const sides = boundary => boundary.split("|").map(side => [...side].join(" = "));

  // -------------------------------------------------------------------- the prompt

  function prompt(turns, words, onToggle) {
    const roles = { system: words.roleSystem, user: words.roleUser, assistant: words.roleAssistant };
    const parts = turns.map(({ role, html }) => role === "user" && turns.length === 1
      ? prose(html)
      : make("div", "turn", { "data-role": role }, make("h3", "", {}, roles[role]), prose(html)));
    const last = parts.pop();
    const before = parts.length
      ? [make("details", "", {}, make("summary", "", {}, fill(words.conversation, parts.length)), ...parts)] : [];
    const toggle = make("button", "link prompt-toggle", { type: "button" }, words.promptMore);
    toggle.hidden = true;
    toggle.onclick = onToggle;
    return [make("div", "prompt-body clamped", {}, ...before, last), toggle];
  }

  /** The way to the rest of a prompt shows only where there is a rest. */
  function fitPrompt(section) {
    const body = section.querySelector(".prompt-body.clamped");
    if (body) {
      const whole = body.scrollHeight <= body.clientHeight + 2;
      body.classList.toggle("is-cut", !whole);
      section.querySelector(".prompt-toggle").hidden = whole;
    }
  }

  function togglePrompt(section, words) {
    const body = section.querySelector(".prompt-body");
    const details = section.querySelector("details");
    const toggle = section.querySelector(".prompt-toggle");
    if (toggle.hidden && !details) return;
    const open = body.classList.contains("clamped") && (!toggle.hidden || !details?.open);
    body.classList.toggle("clamped", !open);
    body.classList.toggle("is-cut", !open);
    if (details) details.open = open;
    toggle.textContent = open ? words.promptLess : words.promptMore;
  }

  // -------------------------------------------------------------------- outputs

  function output(letter, html, { item, form, words }, on) {
    const digits = item.letters.map((_, at) => {
      const digit = make("button", "", { type: "button", role: "radio", tabindex: "-1", "data-digit": at + 1 }, String(at + 1));
      digit.onclick = () => on.place(letter, at + 1);
      return digit;
    });
    const header = make("header", "", {}, make("h2", "", {}, letter), make("span", "prefix"),
      make("div", "digits", { role: "radiogroup", "aria-label": fill(words.rankOf, letter) }, ...digits));
    const article = make("article", "rank-output", { tabindex: "0", "data-letter": letter }, header, prose(html));
    if (form.ratings || form.flags.length) article.append(judgements(letter, form, words, on));
    article.addEventListener("focusin", () => on.focused(letter));
    return article;
  }

  function judgements(letter, form, words, on) {
    const box = make("div", "judgements");
    if (form.ratings) {
      const scale = RATINGS.map(rating => {
        const button = make("button", "", { type: "button", role: "radio", "data-rating": rating }, String(rating));
        button.onclick = event => on.rate(letter, rating, event.detail > 0);
        return button;
      });
      box.append(make("div", "scale", { role: "radiogroup", "aria-label": fill(words.qualityOf, letter) },
        make("span", "dim", { "aria-hidden": "true" }, words.quality), ...scale));
    }
    form.flags.forEach(name => {
      const button = make("button", "flag", { type: "button", "aria-pressed": "false", "data-flag": name }, name);
      button.onclick = event => on.flag(letter, name, event.detail > 0);
      box.append(button);
    });
    return box;
  }

  /** Brings an output's marks up to date. */
  function refresh(article, view) {
    const { item: { state }, focus, prefix, words } = view;
    const letter = article.dataset.letter;
    const rank = state.ranks[letter];
    article.setAttribute("aria-label", letter + ", " + (rank === undefined ? words.notPlaced : position(letter, view)));
    article.classList.toggle("is-placed", rank !== undefined);
    article.classList.toggle("is-focus", letter === focus);
    article.querySelector(".prefix").textContent =
      letter === focus && prefix ? { rate: words.prefixRate, flag: words.prefixFlag }[prefix] : "";
    article.querySelectorAll("[data-digit]").forEach(digit =>
      digit.setAttribute("aria-checked", String(Number(digit.dataset.digit) === rank)));
    article.querySelectorAll("[data-rating]").forEach(button => {
      const on = state.ratings[letter] === Number(button.dataset.rating);
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on || (!state.ratings[letter] && button.dataset.rating === "1") ? 0 : -1;
    });
    article.querySelectorAll("[data-flag]").forEach(button =>
      button.setAttribute("aria-pressed", String((state.flags[letter] ?? []).includes(button.dataset.flag))));
  }

  // -------------------------------------------------------------------- the rank bar

  /** Groups from best to worst with the gaps between them, then what is not placed. */
  function groups(view, on) {
    const { item: { state, letters }, form, words } = view;
    const now = S.groups(state, letters);
    const boundaries = form.strengths ? S.boundaries(state, letters) : [];
    const shown = now.flatMap((group, at) => [
      gap(at, at > 0 ? boundaries[at - 1] : undefined, view, on),
      make("div", "rank-group", { role: "listitem", "data-drop": "tie", "data-member": group[0] },
        chips(group, view, on), make("span", "caption", {}, caption(group, at, words))),
    ]);
    if (now.length) shown.push(gap(now.length, undefined, view, on));
    const rest = S.unplaced(state, letters);
    if (rest.length) {
      shown.push(make("div", "rank-tray", { role: "listitem", "data-drop": "tray" },
        chips(rest, view, on), make("span", "caption", {}, words.notPlaced)));
    }
    return shown;
  }

  function chips(letters, { focus, words }, on) {
    return make("div", "chips", {}, ...letters.map(letter => {
      const chip = make("button", "chip", { type: "button", "data-letter": letter, "aria-label": fill(words.goTo, letter) }, letter);
      chip.classList.toggle("is-focus", letter === focus);
      chip.addEventListener("pointerdown", event => on.dragged(event, chip, letter));
      chip.addEventListener("click", () => on.chosen(letter));
      return chip;
    }));
  }

  function gap(at, boundary, { item: { state, letters }, words }, on) {
    const between = make("div", "rank-gap", { "data-drop": "before", "data-at": at });
    if (boundary) {
      const choice = make("select", "", { "aria-label": fill(words.strengthOf, ...sides(boundary)) },
        make("option", "", { value: "" }, words.strength),
        ...words.strengths.map((name, strength) => make("option", "", { value: strength }, name)));
      choice.value = state.strengths[boundary] ?? "";
      choice.classList.toggle("is-open", S.complete(state, letters) && boundary === S.openBoundary(state, letters));
      choice.onchange = () => on.strengthen(boundary, choice.value);
      between.append(choice);
    }
    return between;
  }

  return { fill, make, position, sides, prompt, fitPrompt, togglePrompt, output, refresh, groups };
})();
