/** Pointer and keys on the plane of votes: pointing at a dot, pinning it, opening a frame. */

import { sameUnit } from "../../../network/units.js";
import { frameBetween, nearestPoint } from "./choosing.js";
import { placeAt, WIDTH, within } from "./plane-scale.js";

/** How far from a dot it is still meant, and how far a press moves before it opens a frame. */
const REACH_PIXELS = 12;
const DRAG_PIXELS = 5;
/** Steps of the cursor across half of the plane. */
const STEPS = 40;

const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/**
 * @typedef {[number, number]} Place in the plane's numbers
 *
 * @param {HTMLElement} plane
 * @param {import("../../../state/store.js").Scope} store
 * @param {Object} view
 * @param {() => number} view.reach the plane shows −reach to reach
 * @param {() => Float32Array} view.points x and y of each vote
 * @param {() => Place} view.start where the cursor begins
 * @param {() => number[]} view.order of votes to step through
 * @param {(index: number) => import("../../../network/units.js").Unit} view.unit
 * @param {(frame: import("./choosing.js").Frame | null) => void} view.brush
 * @param {() => boolean} view.hasBrush
 * @param {(place: Place | null) => void} view.cursor shows it, or hides it
 */
export function followHand(plane, store, view) {
  /** @type {{place: Place, x: number, y: number, dragged: boolean} | null} */
  let press = null;
  /** @type {Place | null} */
  let cursor = null;
  /** @type {Place | null} */
  let corner = null; // where the frame that keys open begins
  let step = -1; // place in the order of votes
  /** @type {number | null} */
  let pointed = null;

  /** @param {PointerEvent} event */
  function placeOf({ clientX, clientY }) {
    const { left, top, width } = plane.getBoundingClientRect();
    const scale = WIDTH / width;
    return placeAt((clientX - left) * scale, (clientY - top) * scale, view.reach());
  }

  /** @param {Place} place */
  function near(place) {
    const pixel = (2 * view.reach()) / plane.getBoundingClientRect().width;
    return nearestPoint(view.points(), place, REACH_PIXELS * pixel);
  }

  /** @param {number | null} index */
  function point(index) {
    if (index === pointed) return;
    pointed = index;
    store.update({ pointed: index === null ? null : view.unit(index) });
  }

  function pin() {
    if (pointed === null) return;
    const unit = view.unit(pointed);
    store.update({ pinned: sameUnit(unit, store.state.pinned) ? null : unit });
  }

  /** @param {Place | null} place */
  function setCursor(place) {
    cursor = place;
    view.cursor(place);
  }

  plane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    setCursor(null);
    const place = placeOf(event);
    press = { place, x: event.clientX, y: event.clientY, dragged: false };
    point(near(place));
  });
  plane.addEventListener("pointermove", (event) => {
    const place = placeOf(event);
    if (!press) {
      point(near(place));
      return;
    }
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_PIXELS;
    if (!press.dragged && far) {
      press.dragged = true;
      plane.setPointerCapture(event.pointerId);
      point(null);
    }
    if (press.dragged) view.brush(frameBetween(press.place, place));
  });
  plane.addEventListener("pointerup", () => {
    if (press && !press.dragged) pin();
    press = null;
  });
  plane.addEventListener("pointercancel", () => void (press = null));
  plane.addEventListener("pointerleave", () => {
    if (!press?.dragged) point(null);
  });
  plane.addEventListener("blur", () => {
    setCursor(null);
    point(null);
  });
  plane.addEventListener("keydown", (event) => {
    if (handle(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  /**
   * Whether a key was meant for the plane.
   * @param {KeyboardEvent} event
   */
  function handle({ key, shiftKey }) {
    if (key in ARROWS) {
      const from = cursor ?? view.start();
      const by = (2 * view.reach()) / STEPS;
      const [right, up] = ARROWS[key];
      const to = within([from[0] + right * by, from[1] + up * by], view.reach());
      corner = shiftKey ? (corner ?? from) : null;
      setCursor(to);
      point(near(to));
      if (corner) view.brush(frameBetween(corner, to));
      return true;
    }
    switch (key) {
      case "Home":
        setCursor(view.start());
        point(cursor && near(cursor));
        return true;
      case "PageUp":
      case "PageDown": {
        const order = view.order();
        if (order.length === 0) return true;
        step = Math.min(order.length - 1, Math.max(0, step + (key === "PageDown" ? 1 : -1)));
        const points = view.points();
        setCursor([points[2 * order[step]], points[2 * order[step] + 1]]);
        point(order[step]);
        return true;
      }
      case "Enter":
      case " ":
        pin();
        return true;
      case "Escape":
        // What is pinned is let go of first, by the page; then the frame.
        if (store.state.pinned || !view.hasBrush()) return false;
        view.brush(null);
        return true;
      default:
        return false;
    }
  }

  return {
    /** Shows the cursor again where the plane's numbers have changed. */
    refresh: () => view.cursor(cursor),
  };
}
