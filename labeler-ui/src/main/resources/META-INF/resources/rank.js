// The ranking page in the browser: what a key or a pointer does shows at once, the server hears of it behind the scenes.
// The server hands over items with sanitised HTML and no model's name; outputs are letters here, their keys stay there.
// Why it is done here: docs/decisions/ranking-in-the-browser.md
window.rankBoard = (() => {
  const S = window.rankState;
  const D = window.rankDrawing;
  const { fill, make } = D;
  const LETTERS = "ABCDEFGHI";
  const DRAFT_DELAY_MS = 300;
  const SLOW_MS = 4000;
  const HEARTBEAT_MS = 60000;
  const IDLE_MS = 600000;
  const ACTIVE_MS = 60000;
  const COLUMN_PX = 320;

  const moment = iso => new Date(iso).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

  const camelCased = words => Object.fromEntries(Object.entries(words)
    .map(([key, text]) => [key.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()), text]));

  /** What this browser keeps of an item until the server has acknowledged it. */
  const copies = {
    write(id, wire) {
      try { localStorage.setItem("rank:" + id, JSON.stringify(wire)); } catch { /* Full or forbidden: the server's draft is there. */ }
    },
    read(id) {
      try { return JSON.parse(localStorage.getItem("rank:" + id)); } catch { return null; }
    },
    forget(id) {
      try { localStorage.removeItem("rank:" + id); } catch { /* Nothing was kept then. */ }
    },
  };

  /**
   * root      the server's component; has .work-counts, .rank-prompt, .rank-outputs, .rank-bar and its parts
   * settings  { form: { ratings, strengths, flags }, words, address }
   */
  function attach(root, settings) {
    const { form } = settings;
    const words = camelCased(settings.words);
    words.ordinals = words.ordinals.split(", ");
    words.strengths = words.strengths.split(", ");
    const server = root.$server;
    const part = name => root.querySelector("." + name);
    const outputs = part("rank-outputs"), prompt = part("rank-prompt"), bar = part("rank-bar"), groupsBox = part("rank-groups");
    const line = part("rank-line"), spoken = part("rank-spoken"), saveButton = part("rank-save");
    const queue = [], seen = new Set();
    let counts = { done: 0, left: 0 }, item = null, aside = null, focus = "A", prefix = null, activeAt = Date.now(), finished = false;

    // ------------------------------------------------------------------ items

    function opened(offered) {
      const letters = [...LETTERS.slice(0, offered.outputs.length)];
      const local = copies.read(offered.id);
      const kept = local ?? offered.draft;
      const opened = { ...offered, letters, state: kept ? S.fromWire(kept, letters) : S.EMPTY, past: [], seconds: 0, timer: 0 };
      if (local) keep(opened);
      return opened;
    }

    /** Takes what the server hands over: items, counts, a message. */
    function receive(delivery) {
      if (delivery.counts) showCounts(delivery.counts);
      for (const offered of delivery.items ?? []) {
        if (!seen.has(offered.id)) {
          seen.add(offered.id);
          queue.push(opened(offered));
        }
      }
      if (delivery.items) finished = queue.length === 0;
      if (!item) advance();
    }

    function advance() {
      const next = aside ?? queue.shift() ?? null;
      aside = null;
      show(next);
    }

    function show(next) {
      item = next;
      root.classList.toggle("is-empty", !item);
      root.classList.toggle("is-finished", !item && finished);
      root.classList.toggle("is-loading", !item && !finished);
      say("hint", "");
      root.classList.toggle("is-correcting", Boolean(item?.label));
      if (item) {
        history.replaceState(history.state, "", settings.address + (item.label ? "/" + item.label : ""));
        part("rank-correcting").textContent = item.label ? fill(words.correcting, moment(item.since)) : "";
        saveButton.firstChild.textContent = item.label ? words.saveCorrection : words.save;
        focus = S.nextUnplaced(item.state, item.letters, undefined) ?? "A";
        drawItem();
        outputs.scrollTop = 0;
        window.scrollTo(0, 0);
        focusOn(focus, true);
      } else {
        prompt.replaceChildren();
        outputs.replaceChildren();
      }
    }

    function showCounts(next) {
      counts = next;
      part("work-counts").textContent = fill(words.counts, counts.done, counts.left);
    }

    // ------------------------------------------------------------------ drawing

    const view = () => ({ item, focus, prefix, form, words });
    const position = letter => D.position(letter, view());
    const sides = D.sides;

    const on = {
      place,
      rate(letter, rating, byPointer) {
        change(S.rate(item.state, letter, rating));
        if (byPointer) focusOn(letter);
      },
      flag(letter, name, byPointer) {
        change(S.flag(item.state, letter, name));
        if (byPointer) focusOn(letter);
      },
      focused: focusMoved,
      strengthen(boundary, strength) {
        if (strength) strengthen(boundary, Number(strength));
        focusOn(focus);
      },
      chosen: letter => focusOn(letter),
      dragged: (down, chip, letter) => window.rankDrag(down, root, chip, target => drop(letter, target), draw),
    };

    function drawItem() {
      prompt.replaceChildren(...D.prompt(item.turns, words, () => D.togglePrompt(prompt, words)));
      outputs.replaceChildren(...item.outputs.map((html, at) => D.output(item.letters[at], html, view(), on)));
      draw();
      arrange();
    }

    function draw() {
      const now = S.groups(item.state, item.letters);
      const all = S.complete(item.state, item.letters);
      const open = form.strengths ? S.openBoundary(item.state, item.letters) : undefined;
      const odd = S.contradiction(item.state, item.letters);
      for (const article of outputs.children) D.refresh(article, view());
      groupsBox.replaceChildren(...D.groups(view(), on));
      saveButton.disabled = !ready();
      say("odd", odd && all ? fill(words.contradiction, ...odd) : "");
      say("hint", open && all ? fill(words.strengthHint, ...sides(open)) : "");
      const group = now.findIndex(letters => letters.includes(focus));
      part("rank-better").disabled = group < 0 || (group === 0 && now[0].length === 1);
      part("rank-worse").disabled = group < 0 || (group === now.length - 1 && now[group].length === 1);
    }

    /** As many columns as get their width, evenly filled; one row of columns scrolls inside, more rows scroll the page. */
    function arrange() {
      if (!item) return;
      const count = item.outputs.length;
      const fit = Math.max(1, Math.min(count, Math.floor(root.clientWidth / COLUMN_PX)));
      const rows = Math.ceil(count / fit);
      outputs.style.setProperty("--columns", Math.ceil(count / rows));
      root.classList.toggle("in-rows", rows > 1);
      D.fitPrompt(prompt);
    }

    // ------------------------------------------------------------------ acts

    /** Takes a new state over: it shows at once, is kept in the browser, and goes to the server shortly after. */
    function change(next, spokenWords) {
      if (next === item.state) return false;
      item.past.push(item.state);
      item.state = next;
      changed(spokenWords);
      return true;
    }

    function changed(spokenWords) {
      prefix = null;
      draw();
      keep(item);
      if (spokenWords) announce(spokenWords);
    }

    function place(letter, digit) {
      if (digit > item.letters.length) {
        announce(fill(words.digits, item.letters.length));
        return;
      }
      const tiedBefore = item.letters.some(other => other !== letter && item.state.ranks[other] === digit);
      change(S.place(item.state, item.letters, letter, digit));
      const next = S.nextUnplaced(item.state, item.letters, letter);
      const where = fill(tiedBefore ? words.tiedNow : words.placed, letter, position(letter));
      announce(where + " " + (next ? fill(words.nextIs, next) : words.allPlaced));
      focusOn(next ?? letter);
    }

    function strengthen(boundary, strength) {
      const [upper, lower] = sides(boundary);
      change(S.strengthen(item.state, boundary, strength), fill(words.strengthened, upper, words.strengths[strength], lower));
    }

    function undo() {
      if (!item.past.length) {
        announce(words.nothingToUndo);
        return;
      }
      item.state = item.past.pop();
      changed(words.undone);
      focusOn(S.nextUnplaced(item.state, item.letters, undefined) ?? focus);
    }

    function step(direction) {
      const now = change(S.step(item.state, item.letters, focus, direction));
      if (now) announce(fill(words.placed, focus, position(focus)));
    }

    const ready = () => S.complete(item.state, item.letters)
      && !(form.strengths && S.openBoundary(item.state, item.letters));

    function save() {
      if (!item) return;
      if (!ready()) {
        const missing = S.unplaced(item.state, item.letters);
        announce(missing.length ? fill(words.missing, missing.join(", ")) : words.strengthMissing);
        if (missing.length) focusOn(missing[0]);
        return;
      }
      finish(done => done.label
        ? server.correct(done.label, S.toWire(done.state, done.letters), done.seconds)
        : server.submit(done.id, S.toWire(done.state, done.letters), done.seconds));
    }

    /** Sends the item off and shows the next one without waiting; when it is refused, it comes back. */
    function finish(send) {
      const done = item;
      clearTimeout(done.timer);
      copies.write(done.id, S.toWire(done.state, done.letters));
      if (!done.label) showCounts({ done: counts.done + 1, left: Math.max(0, counts.left - 1) });
      say("notice", "");
      const answer = send(done);
      advance();
      announce(item ? words.savedNext : words.saved);
      watch(answer).then(result => {
        if (result.refused) {
          comeBack(done, result.refused);
          return;
        }
        copies.forget(done.id);
        done.closed = true;
        if (result.notice) say("notice", { surplus: words.surplus, corrected: words.corrected }[result.notice]);
        receive(result);
        if (!item) show(null);
      }, () => comeBack(done, words.failed));
    }

    function comeBack(done, why) {
      queue.unshift(done);
      if (item) say("error", fill(words.refused, why), words.goBack, () => { say("error", ""); queue.unshift(item); queue.splice(queue.indexOf(done), 1); show(done); });
      else { say("error", why); advance(); }
    }

    function back() {
      const depth = item?.label ? item.depth + 1 : 0;
      watch(server.back(depth)).then(found => {
        if (!found) {
          announce(words.nothingBefore, true);
          return;
        }
        if (item && !item.label) aside = item;
        show({ ...opened(found), depth });
      });
    }

    function leaveCorrection() {
      if (item?.label) {
        copies.forget(item.id);
        advance();
      }
    }

    // ------------------------------------------------------------------ the server

    function keep(kept) {
      const wire = S.toWire(kept.state, kept.letters);
      copies.write(kept.id, wire);
      clearTimeout(kept.timer);
      if (!kept.label) kept.timer = setTimeout(() => send(kept), DRAFT_DELAY_MS);
    }

    function send(kept) {
      const wire = S.toWire(kept.state, kept.letters);
      const sent = JSON.stringify(wire);
      watch(server.draft(kept.id, wire)).then(result => {
        if (kept.closed) return;
        if (result.other) conflict(kept, result.other);
        else if (result.refused) say("error", result.refused);
        else if (sent === JSON.stringify(S.toWire(kept.state, kept.letters))) copies.forget(kept.id);
      }, () => say("error", words.failed));
    }

    function conflict(kept, other) {
      say("error", words.otherTab, words.takeOther, () => {
        say("error", "");
        kept.past.push(kept.state);
        kept.state = S.fromWire(other, kept.letters);
        if (kept === item) changed(words.taken);
      });
    }

    /** Says so while the server takes its time, and takes it back when it has answered. */
    function watch(answer) {
      const slow = setTimeout(() => say("slow", words.slow), SLOW_MS);
      return answer.finally(() => { clearTimeout(slow); say("slow", ""); });
    }

    function heartbeat() {
      if (Date.now() - activeAt > IDLE_MS) return;
      const mine = [item, aside, ...queue].filter(held => held && !held.label);
      if (!mine.length) return;
      server.heartbeat(mine.map(held => held.id)).then(lost => {
        mine.filter(held => lost.includes(held.id)).forEach(held => {
          if (queue.includes(held) && S.unplaced(held.state, held.letters).length === held.letters.length) {
            queue.splice(queue.indexOf(held), 1);
          } else if (held === item) {
            say("lease", words.leaseLost);
          }
        });
      });
    }

    // ------------------------------------------------------------------ words

    const said = new Map();

    /** One line for each kind of message, the most serious on top; an empty text takes it back. */
    function say(kind, text, act, onAct) {
      if ((said.get(kind)?.text ?? "") === text) return;
      if (text) said.set(kind, { text, act, onAct });
      else said.delete(kind);
      const order = ["error", "slow", "lease", "notice", "odd", "hint"];
      line.replaceChildren(...order.filter(each => said.has(each)).map(each => {
        const { text: shown, act: name, onAct: run } = said.get(each);
        const row = make("p", "said-" + each, {}, shown);
        if (name) {
          const button = make("button", "link", { type: "button" }, name);
          button.onclick = run;
          row.append(" ", button);
        }
        if (each === "error" || each === "notice" || each === "lease") {
          const close = make("button", "link", { type: "button", "aria-label": words.dismiss }, "×");
          close.onclick = () => { say(each, ""); focusOn(focus); };
          row.append(" ", close);
        }
        return row;
      }));
    }

    /** For a screen reader; shown to everybody where nothing else on the page says it. */
    function announce(text, shown = false) {
      spoken.textContent = "";
      requestAnimationFrame(() => (spoken.textContent = text));
      if (shown) say("notice", text);
    }

    // ------------------------------------------------------------------ focus, keys, pointer

    function focusOn(letter, first = false) {
      const article = outputs.querySelector(`[data-letter="${letter}"]`);
      if (!article) return;
      article.focus({ preventScroll: true });
      if (!first && root.classList.contains("in-rows")) article.scrollIntoView({ block: "nearest" });
      focusMoved(letter);
    }

    function focusMoved(letter) {
      if (focus === letter && outputs.querySelector(".is-focus")?.dataset.letter === letter) return;
      focus = letter;
      prefix = null;
      draw();
    }

    function moveFocus(by) {
      const at = item.letters.indexOf(focus) + by;
      if (at >= 0 && at < item.letters.length) focusOn(item.letters[at]);
    }

    function togglePanel(name) {
      root.querySelectorAll(".side-panel").forEach(panel => {
        panel.hidden = !(panel.classList.contains(name) && panel.hidden);
        if (!panel.hidden) panel.focus();
      });
      if (!root.querySelector(".side-panel:not([hidden])")) focusOn(focus);
    }

    const typing = target => target.closest?.("input, textarea, select, [contenteditable], vaadin-dialog");
    const pressing = target => target.closest?.("button, a, summary, vaadin-button");

    function digitOf(event) {
      const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
      return found ? Number(found[1]) : undefined;
    }

    function onDigit(digit, shifted) {
      if (shifted) {
        const boundary = S.openBoundary(item.state, item.letters) ?? S.boundaries(item.state, item.letters)[0];
        if (form.strengths && boundary && digit >= 1 && digit <= 4) strengthen(boundary, digit - 1);
      } else if (prefix === "rate") {
        if (digit >= 1 && digit <= 7) change(S.rate(item.state, focus, digit), fill(words.rated, focus, digit));
      } else if (prefix === "flag") {
        const name = form.flags[digit - 1];
        if (name) change(S.flag(item.state, focus, name), fill(words.flagged, focus, name));
      } else if (digit === 0) {
        change(S.remove(item.state, focus), fill(words.removed, focus));
      } else {
        place(focus, digit);
      }
    }

    function setPrefix(name, allowed) {
      prefix = allowed && prefix !== name ? name : null;
      draw();
    }

    const KEYS = {
      ArrowLeft: () => moveFocus(-1),
      ArrowRight: () => moveFocus(1),
      Backspace: () => change(S.remove(item.state, focus), fill(words.removed, focus)),
      Delete: () => change(S.remove(item.state, focus), fill(words.removed, focus)),
      u: undo,
      r: () => setPrefix("rate", form.ratings),
      f: () => setPrefix("flag", form.flags.length > 0),
      p: () => D.togglePrompt(prompt, words),
      b: back,
      s: () => { if (!item.label) server.askToSkip(); },
      x: () => server.askWhyNot(),
    };

    function onKey(event) {
      if (!root.isConnected) return detach();
      activeAt = Date.now();
      const target = event.composedPath()[0];
      if (event.isComposing || event.keyCode === 229 || typing(target) || document.querySelector("vaadin-dialog[opened]")) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (handled(event, key, target)) event.preventDefault();
    }

    function handled(event, key, target) {
      const command = event.ctrlKey || event.metaKey;
      if (event.altKey || (command && key !== "z")) return false;
      if (key === "Escape") return escape();
      if (key === "g" || key === "?") return togglePanel(key === "g" ? "guidelines" : "help"), true;
      if (!item) return key === "b" ? (back(), true) : tooEarly(event);
      if (command) return undo(), true;
      if (key === "Enter") return event.repeat || pressing(target) ? false : (save(), true);
      const digit = digitOf(event);
      if (digit !== undefined) return event.repeat || (onDigit(digit, event.shiftKey), true);
      if (event.shiftKey && key.startsWith("Arrow")) {
        return key === "ArrowLeft" || key === "ArrowRight" ? (step(key === "ArrowLeft" ? -1 : 1), true) : false;
      }
      if (!KEYS[key] || (key.startsWith("Arrow") && target.closest?.(".scale"))) return scaleKey(key, target);
      KEYS[key]();
      return true;
    }

    /** Nothing is placed unread: a key that comes before its item counts for nothing, and says so. */
    function tooEarly(event) {
      if (!finished && (digitOf(event) !== undefined || event.key === "Enter")) say("hint", words.tooEarly);
      return false;
    }

    /** Arrows within a scale of ratings move along it, as in any group of radio buttons. */
    function scaleKey(key, target) {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
      const next = by && target.closest(".scale") ? target.parentElement.querySelector(`[data-rating="${Number(target.dataset.rating) + by}"]`) : null;
      next?.click();
      next?.focus();
      return Boolean(next);
    }

    function escape() {
      if (prefix) return setPrefix(null, true), true;
      const panel = root.querySelector(".side-panel:not([hidden])");
      if (panel) return (panel.hidden = true), focusOn(focus), true;
      if (item?.label) return leaveCorrection(), true;
      return false;
    }

    function drop(letter, target) {
      if (target?.drop === "tray") {
        change(S.remove(item.state, letter), fill(words.removed, letter));
      } else if (target) {
        const moved = target.drop === "tie"
          ? S.tie(item.state, item.letters, letter, target.member)
          : S.before(item.state, item.letters, letter, Number(target.at));
        if (change(moved)) announce(fill(words.placed, letter, position(letter)));
      }
      draw();
      focusOn(letter);
    }

    function tick() {
      if (!root.isConnected) return detach();
      if (item && document.visibilityState === "visible" && Date.now() - activeAt < ACTIVE_MS) item.seconds++;
    }

    // ------------------------------------------------------------------ wiring

    const active = () => (activeAt = Date.now());
    const listeners = new AbortController();
    const heard = { signal: listeners.signal };
    document.addEventListener("keydown", onKey, heard);
    document.addEventListener("pointerdown", active, heard);
    document.addEventListener("wheel", active, { ...heard, passive: true });
    const sizes = new ResizeObserver(arrange);
    sizes.observe(root);
    sizes.observe(prompt);
    const timers = [setInterval(tick, 1000), setInterval(heartbeat, HEARTBEAT_MS)];

    function detach() {
      listeners.abort();
      sizes.disconnect();
      timers.forEach(clearInterval);
    }

    const onClick = (name, act) => part(name)?.addEventListener("click", act);
    onClick("rank-save", save);
    onClick("rank-back", back);
    onClick("rank-undo", undo);
    onClick("rank-leave", leaveCorrection);
    onClick("rank-better", () => { step(-1); focusOn(focus); });
    onClick("rank-worse", () => { step(1); focusOn(focus); });
    onClick("show-guidelines", () => togglePanel("guidelines"));
    onClick("show-help", () => togglePanel("help"));
    root.querySelectorAll(".panel-close").forEach(button => button.addEventListener("click", escape));

    return (root.board = {
      receive,
      correct(found) {
        if (item && !item.label) aside = item;
        show({ ...opened(found), depth: found.depth ?? 0 });
      },
      cannot: reason => finish(done => done.label
        ? server.correct(done.label, { ...S.toWire(done.state, done.letters), unrankable: reason }, done.seconds)
        : server.submit(done.id, { ...S.toWire(done.state, done.letters), unrankable: reason }, done.seconds)),
      skip: reason => { const held = counts; finish(done => server.skip(done.id, reason)); showCounts({ ...held, left: Math.max(0, held.left - 1) }); },
    });
  }

  return { attach };
})();
