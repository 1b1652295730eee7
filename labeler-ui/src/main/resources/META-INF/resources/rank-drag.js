// Dragging a chip of the rank bar onto a group, between two groups or back into the tray: with a mouse, a pen or a finger.
window.rankDrag = (() => {
  const DISTANCE_PX = 5;

  /**
   * Begins where a pointer goes down on a chip; a pointer that hardly moves is a click and nothing else.
   *
   * onDrop   gets the data of the target ({ drop: "tie" | "before" | "tray", member, at }), or null beside all of them
   * onCancel is called when the drag is broken off
   */
  return function start(down, root, chip, onDrop, onCancel) {
    if (down.button !== 0) return;
    let over = null, moving = false;
    const pointer = new AbortController();
    const heard = { signal: pointer.signal };

    function mark(target) {
      over?.classList.remove("is-over");
      target?.classList.add("is-over");
      over = target;
    }

    function stop() {
      pointer.abort();
      root.classList.remove("is-dragging");
      chip.style.translate = "";
    }

    window.addEventListener("pointermove", move => {
      const dx = move.clientX - down.clientX, dy = move.clientY - down.clientY;
      if (!moving && Math.hypot(dx, dy) < DISTANCE_PX) return;
      moving = true;
      root.classList.add("is-dragging");
      chip.classList.add("is-dragged");
      chip.style.translate = `${dx}px ${dy}px`;
      mark(document.elementFromPoint(move.clientX, move.clientY)?.closest("[data-drop]") ?? null);
    }, heard);
    window.addEventListener("pointerup", () => {
      const target = over;
      stop();
      mark(null);
      if (!moving) return;
      chip.addEventListener("click", click => click.stopImmediatePropagation(), { capture: true, once: true });
      onDrop(target ? target.dataset : null);
    }, heard);
    window.addEventListener("pointercancel", () => { stop(); mark(null); onCancel(); }, heard);
  };
})();
