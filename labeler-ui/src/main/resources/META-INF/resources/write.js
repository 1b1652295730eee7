// The writing page in the browser: its keys, and a copy of what is typed until the server has acknowledged it.
window.writing = (() => {
  const SLOW_MS = 4000;
  const PREFIX = "write:";

  function forget(key) {
    try { localStorage.removeItem(PREFIX + key); } catch { /* Nothing was kept then. */ }
  }

  /**
   * root         the server's component, with an editor (.turn-editor[data-role]) for each turn
   * key          names this demonstration in the browser's storage
   * fingerprint  of the turns that the server has
   */
  function attach(root, key, fingerprint, texts) {
    const page = root.closest(".write");
    const storage = PREFIX + key;
    const indicator = root.querySelector(".write-saved");
    let slow = 0, acknowledged = fingerprint;

    const turns = () => [...root.querySelectorAll(".turn-editor")].map(editor =>
      ({ role: editor.dataset.role, content: editor.querySelector("textarea")?.value ?? "" }));

    /** As String.hashCode of the turns, joined by a zero. */
    function print(list) {
      const joined = list.map(turn => turn.role + turn.content).join("\u0000");
      let hash = 0;
      for (let at = 0; at < joined.length; at++) hash = (31 * hash + joined.charCodeAt(at)) | 0;
      return hash;
    }

    function typed() {
      try { localStorage.setItem(storage, JSON.stringify(turns())); } catch { /* Full or forbidden: the server's draft is there. */ }
      indicator.textContent = texts.saving;
      clearTimeout(slow);
      slow = setTimeout(() => (indicator.textContent = texts.local), SLOW_MS);
    }

    function saved(theirs) {
      acknowledged = theirs;
      if (print(turns()) !== theirs) return;
      clearTimeout(slow);
      forget(key);
      indicator.textContent = texts.saved;
    }

    function restore() {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(storage)); } catch { /* Nothing was kept then. */ }
      if (kept && print(kept) !== acknowledged) root.$server.restore(kept);
      else forget(key);
    }

    const click = name => page.querySelector("." + name)?.click();
    const TOGETHER_WITH_ALT = { KeyU: "write-add-user", KeyA: "write-add-assistant", KeyS: "write-suggest", KeyI: "write-insert" };

    function togglePanel(open) {
      const panel = page.querySelector(".side-panel");
      panel.hidden = !(open ?? panel.hidden);
      if (!panel.hidden) panel.focus();
      else root.querySelector(".turn-editor:last-of-type textarea")?.focus();
    }

    function onKey(event) {
      if (!root.isConnected) return listeners.abort();
      if (event.isComposing || event.keyCode === 229) return;
      const typing = event.composedPath()[0].closest?.("input, textarea, select");
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") click("write-save");
      else if (event.altKey && !event.ctrlKey && TOGETHER_WITH_ALT[event.code]) click(TOGETHER_WITH_ALT[event.code]);
      else if (event.key === "Escape" && !page.querySelector(".side-panel").hidden) togglePanel(false);
      else if (event.key === "?" && !typing) togglePanel();
      else return;
      event.preventDefault();
    }

    const listeners = new AbortController();
    const heard = { signal: listeners.signal };
    document.addEventListener("keydown", onKey, heard);
    root.addEventListener("input", typed, heard);
    page.querySelector(".show-help").addEventListener("click", () => togglePanel(), heard);
    page.querySelector(".panel-close").addEventListener("click", () => togglePanel(false), heard);
    root.keeper = { saved };
    restore();
  }

  return { attach, forget };
})();
