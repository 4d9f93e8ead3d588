/** What need not be repainted at once: the open stage, and what stands beside it. */

/**
 * While the pen moves, how many times as long as it was worked on the rest of the page then waits:
 * laying it out and painting it takes the browser about twice as long again.
 */
const PACE = 6;

/**
 * Has scopes told of a new trace after the strip: it comes first, in a frame of its own, and while the
 * pen moves the rest takes a part of the time only. Returns what is called with each new trace.
 * @param {import("./store.js").WholeStore} store
 */
export function createLaterPainting(store) {
  let planned = false;
  let rested = 0; // when the rest of the page may be painted again

  function paint() {
    planned = false;
    const started = performance.now();
    store.catchUp();
    const now = performance.now();
    rested = now + PACE * (now - started);
    store.update({ painted: store.state.answered });
  }

  return function paintLater() {
    if (planned) return;
    planned = true;
    if (document.hidden) return paint(); // there are no frames
    requestAnimationFrame(() => {
      const wait = store.state.stroke ? Math.max(0, rested - performance.now()) : 0;
      setTimeout(paint, wait);
    });
  };
}
