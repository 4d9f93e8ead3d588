/** Pointer and keys on the plane of votes: pointing at a dot, pinning it, opening a frame. */

import { arrowOf, presses } from "../../../widgets/arrow-keys.js";
import { togglePin } from "../../../widgets/selection.js";
import { frameBetween, nearestPoint } from "./choosing.js";
import { within } from "./plane-scale.js";

/** How far from a dot it is still meant, and how far a press moves before it opens a frame. */
const REACH_PIXELS = 12;
const DRAG_PIXELS = 5;
/** Steps of the cursor across half of the plane. */
const STEPS = 40;

/**
 * @typedef {[number, number]} Place in the plane's numbers
 *
 * @typedef {Object} Plane what the pointer and the keys find there
 * @property {() => number} reach the plane shows −reach to reach
 * @property {() => import("./plane-scale.js").PlaneScale} scale
 * @property {() => Float32Array} points x and y of each vote
 * @property {() => Place} start where the cursor begins
 * @property {() => number[]} order of votes to step through
 * @property {(index: number) => import("../../../network/units.js").Unit} unit
 * @property {(frame: import("./choosing.js").Frame | null) => void} brush
 * @property {() => boolean} hasBrush
 * @property {(place: Place | null) => void} cursor shows it, or hides it
 *
 * @typedef {ReturnType<typeof createPointed>} Pointed
 */

/**
 * @param {HTMLElement} frame around the plane
 * @param {import("../../../state/store.js").Scope} store
 * @param {Plane} plane
 */
export function followPointerAndKeys(frame, store, plane) {
  const pointed = createPointed(store, plane);
  const cursor = createCursor(plane, pointed);
  followDrags(frame, plane, pointed, () => cursor.set(null));
  frame.addEventListener("blur", () => {
    cursor.set(null);
    pointed.point(null);
  });
  frame.addEventListener("keydown", (event) => {
    if (!handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  /**
   * Whether a key was meant for the plane.
   * @param {KeyboardEvent} event
   */
  function handle(event) {
    if (cursor.follow(event)) return true;
    if (presses(event)) {
      pointed.press();
      return true;
    }
    // What is pinned is let go of first, by the page; then the frame.
    if (event.key !== "Escape" || store.state.pinned || !plane.hasBrush()) return false;
    plane.brush(null);
    return true;
  }

  return {
    /** Shows the cursor again where the plane's numbers have changed. */
    refresh: cursor.show,
  };
}

/**
 * The vote that is pointed at.
 * @param {import("../../../state/store.js").Scope} store
 * @param {Plane} plane
 */
function createPointed(store, plane) {
  /** @type {number | null} */
  let pointed = null;

  /** @param {number | null} index */
  function point(index) {
    if (index === pointed) return;
    pointed = index;
    store.update({ pointed: index === null ? null : plane.unit(index) });
  }

  return {
    point,
    /** @param {Place} place */
    pointNear(place) {
      const pixel = (2 * plane.reach()) / plane.scale().inner;
      point(nearestPoint(plane.points(), place, REACH_PIXELS * pixel));
    },
    press() {
      if (pointed !== null) togglePin(store, plane.unit(pointed));
    },
  };
}

/**
 * A pointer points at the vote under it, pins it with a press, and opens a frame where it drags.
 * @param {HTMLElement} frame
 * @param {Plane} plane
 * @param {Pointed} pointed
 * @param {() => void} pressed told when the pointer takes over
 */
function followDrags(frame, plane, pointed, pressed) {
  /** @type {{place: Place, x: number, y: number, dragged: boolean} | null} */
  let press = null;

  /** @param {PointerEvent} event */
  function placeOf({ clientX, clientY }) {
    const { left, top } = frame.getBoundingClientRect();
    return plane.scale().placeAt(clientX - left, clientY - top, plane.reach());
  }

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pressed();
    const place = placeOf(event);
    press = { place, x: event.clientX, y: event.clientY, dragged: false };
    pointed.pointNear(place);
  });
  frame.addEventListener("pointermove", (event) => {
    const place = placeOf(event);
    if (!press) {
      pointed.pointNear(place);
      return;
    }
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_PIXELS;
    if (!press.dragged && far) {
      press.dragged = true;
      frame.setPointerCapture(event.pointerId);
      pointed.point(null);
    }
    if (press.dragged) plane.brush(frameBetween(press.place, place));
  });
  frame.addEventListener("pointerup", () => {
    if (press && !press.dragged) pointed.press();
    press = null;
  });
  frame.addEventListener("pointercancel", () => void (press = null));
  frame.addEventListener("pointerleave", () => {
    if (!press?.dragged) pointed.point(null);
  });
}

/**
 * The cursor that keys move: arrows by a step, with Shift they open a frame; Home goes to v, Page Up
 * and Page Down from vote to vote.
 * @param {Plane} plane
 * @param {Pointed} pointed
 */
function createCursor(plane, pointed) {
  /** @type {Place | null} */
  let cursor = null;
  /** @type {Place | null} */
  let corner = null; // where the frame that keys open begins
  let step = -1; // place in the order of votes

  /** @param {Place | null} place */
  function set(place) {
    cursor = place;
    plane.cursor(place);
  }

  /**
   * @param {{right: number, down: number}} arrow
   * @param {boolean} opens whether a frame is opened
   */
  function go({ right, down }, opens) {
    const reach = plane.reach();
    const from = cursor ?? plane.start();
    const by = (2 * reach) / STEPS;
    const to = within([from[0] + right * by, from[1] - down * by], reach);
    corner = opens ? (corner ?? from) : null;
    set(to);
    pointed.pointNear(to);
    if (corner) plane.brush(frameBetween(corner, to));
  }

  /** @param {1 | -1} by */
  function goToVote(by) {
    const order = plane.order();
    if (order.length === 0) return;
    step = Math.min(order.length - 1, Math.max(0, step + by));
    const points = plane.points();
    set([points[2 * order[step]], points[2 * order[step] + 1]]);
    pointed.point(order[step]);
  }

  return {
    set,
    show: () => plane.cursor(cursor),
    /**
     * Whether a key moved it.
     * @param {KeyboardEvent} event
     */
    follow({ key, shiftKey }) {
      const arrow = arrowOf(key);
      if (arrow) go(arrow, shiftKey);
      else if (key === "PageUp" || key === "PageDown") goToVote(key === "PageDown" ? 1 : -1);
      else if (key === "Home") {
        set(plane.start());
        pointed.pointNear(plane.start());
      } else return false;
      return true;
    },
  };
}
