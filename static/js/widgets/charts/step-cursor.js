/** Pointing at one step of a plot, with the pointer or with keys. */

/**
 * @param {HTMLElement} frame
 * @param {Object} told
 * @param {() => number} told.count of steps
 * @param {(event: MouseEvent) => number | null} told.stepAt
 * @param {(step: number | null) => void} told.point
 * @param {(step: number) => void} told.choose told of a click, of a pointer that is dragged, or Enter
 */
export function followSteps(frame, { count, stepAt, point, choose }) {
  /** @type {number | null} */
  let here = null;
  let last = 0;
  let dragged = false;

  /** @param {number | null} step */
  function move(step) {
    here = step;
    last = step ?? last;
    point(step);
  }

  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const step = stepAt(event);
    if (step === here) return;
    move(step);
    if (dragged && step !== null) choose(step);
  });
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" && event.button === 0) dragged = true;
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    frame.addEventListener(end, () => (dragged = false));
  }
  frame.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") move(null);
  });
  frame.addEventListener("click", (event) => {
    const step = stepAt(event);
    move(step);
    if (step !== null) choose(step);
  });
  frame.addEventListener("focus", () => {
    if (frame.matches(":focus-visible") && count() > 0) move(Math.min(last, count() - 1));
  });
  frame.addEventListener("blur", () => move(null));
  frame.addEventListener("keydown", (event) => {
    const from = here ?? last;
    const end = count() - 1;
    if (end < 0) return;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowRight: from + 1,
      ArrowLeft: from - 1,
      PageUp: from + 10,
      PageDown: from - 10,
      Home: 0,
      End: end,
    };
    if ((event.key === "Enter" || event.key === " ") && here !== null) choose(here);
    else if (event.key in targets) move(Math.min(end, Math.max(0, targets[event.key])));
    else return;
    event.preventDefault();
  });
  return {
    /** @param {number} step where keys begin */
    startAt(step) {
      last = step;
    },
  };
}
