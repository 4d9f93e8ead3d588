/** How much room there is: told when it changes, without laying the page out to ask. */

/**
 * Tells the size of an element's content box, once it is known and whenever it changes.
 * @param {Element} element
 * @param {(width: number, height: number) => void} told in CSS pixels
 */
export function followRoom(element, told) {
  let shown = "";
  new ResizeObserver(([{ contentRect }]) => {
    const { width, height } = contentRect;
    const size = `${width} ${height}`;
    if (size === shown || width === 0 || height === 0) return;
    shown = size;
    told(width, height);
  }).observe(element);
}
