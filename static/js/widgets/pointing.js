/** Pointing at things with a pointer, a finger or the focus. */

/**
 * Listeners by which a pointer or the focus on an element points at a unit.
 * @param {import("../state/store.js").Store | import("../state/store.js").Scope} store
 * @param {() => import("../network/units.js").Unit} unit
 */
export function pointing(store, unit) {
  const point = () => store.update({ pointed: unit() });
  const leave = () => store.update({ pointed: null });
  return { onpointerenter: point, onpointerleave: leave, onfocus: point, onblur: leave };
}

/**
 * Tells what a pointer is over. A finger that moves scrolls the page: it points where it taps.
 * @template Place
 * @param {Element} frame
 * @param {Object} told
 * @param {(event: MouseEvent) => Place | null} told.at what lies there
 * @param {(place: Place | null) => void} told.point
 * @param {() => void} [told.press] told of a click, after where it was
 */
export function followPointer(frame, { at, point, press }) {
  const hover = (/** @type {Event} */ event, /** @type {typeof at} */ find) => {
    const pointer = /** @type {PointerEvent} */ (event);
    if (pointer.pointerType !== "touch") point(find(pointer));
  };
  frame.addEventListener("pointermove", (event) => hover(event, at));
  frame.addEventListener("pointerleave", (event) => hover(event, () => null));
  if (press)
    frame.addEventListener("click", (event) => {
      point(at(/** @type {MouseEvent} */ (event)));
      press();
    });
}

/**
 * Where a pointer is in an SVG's own units; null while the SVG is not shown.
 * @param {SVGSVGElement} svg
 * @param {MouseEvent} event
 */
export function pointIn(svg, { clientX, clientY }) {
  const matrix = svg.getScreenCTM();
  return matrix && new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
}
