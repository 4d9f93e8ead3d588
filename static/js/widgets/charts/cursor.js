/** Pointing at one place of a chart, with the pointer or with keys. */

import { followKeys, stepInList } from "../arrow-keys.js";

/**
 * Places are counted from 0; a click, and Enter, choose one.
 * @param {HTMLElement} frame
 * @param {Object} chart
 * @param {() => number} chart.count of places
 * @param {(event: MouseEvent) => number | null} chart.placeAt
 * @param {(event: KeyboardEvent, from: number) => number | null} [chart.step] where a key leads;
 *   along a list unless it says otherwise
 * @param {(place: number | null) => void} chart.point told of the place that is pointed at
 * @param {(place: number) => void} chart.choose
 * @param {boolean} [chart.drags] whether a pointer that is dragged chooses as it goes
 */
export function followPlaces(frame, { count, placeAt, step, point, choose, drags = false }) {
  const lead = step ?? ((event, from) => stepInList(event, from, count()));
  /** @type {number | null} */
  let here = null;
  let last = 0;
  let pressed = false;

  /** @param {number | null} place */
  function move(place) {
    here = place;
    last = place ?? last;
    point(place);
  }

  function press() {
    if (here !== null) choose(here);
  }

  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const place = placeAt(event);
    if (place === here) return;
    move(place);
    if (drags && pressed) press();
  });
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" && event.button === 0) pressed = true;
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    frame.addEventListener(end, () => (pressed = false));
  }
  frame.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") move(null);
  });
  frame.addEventListener("click", (event) => {
    move(placeAt(event));
    press();
  });
  followKeys(frame, {
    start: () => (count() > 0 ? Math.min(last, count() - 1) : null),
    step: (event) => (count() > 0 ? lead(event, here ?? last) : null),
    move,
    press,
  });
  return {
    /** @param {number} place where keys begin */
    startAt(place) {
      last = place;
    },
  };
}
