/** How much room there is: told when it changes, without laying the page out to ask. */

/** @typedef {(width: number, height: number) => void} Told in CSS pixels */

/** @type {WeakMap<Element, {told: Told, width: number, height: number}>} */
const rooms = new WeakMap();

/**
 * Tells the size of an element's content box, once it is known and whenever it changes.
 * @param {Element} element
 * @param {Told} told
 */
export function followRoom(element, told) {
  let shown = "";
  new ResizeObserver(([{ contentRect }]) => {
    const { width, height } = contentRect;
    const size = `${width} ${height}`;
    if (size === shown || width === 0 || height === 0) return;
    shown = size;
    rooms.set(element, { told, width, height });
    told(width, height);
  }).observe(element);
}

/** CSS pixels by which a drawing may differ from the room that it fills. */
const ROUNDING = 2;

/**
 * What is made of a drawing while it has another room than it has, which nobody sees; null where it
 * does not fill a room that is followed.
 * @template Made
 * @param {SVGElement} svg
 * @param {{width: number, height: number}} size
 * @param {() => Made} make
 */
export function drawnAt(svg, size, make) {
  const room = rooms.get(svg) ?? rooms.get(svg.parentElement ?? svg);
  const own = svg.getBoundingClientRect();
  const fills =
    room &&
    Math.abs(room.width - own.width) <= ROUNDING &&
    Math.abs(room.height - own.height) <= ROUNDING;
  if (!fills) return null;
  try {
    room.told(size.width, size.height);
    return make();
  } finally {
    room.told(room.width, room.height);
  }
}
