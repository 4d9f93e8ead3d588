/** Both digits over each other: one of them is dragged, or moved by the arrow keys. */

import { imagePixels, putPixels } from "../../graphics/raster.js";
import { arrowOf } from "../../widgets/arrow-keys.js";
import { element } from "../../widgets/dom.js";
import { digitNear, overlaid } from "./pixel-shares.js";

/**
 * @param {{height: number, width: number}} image
 * @param {Object} digits
 * @param {() => number} digits.active the digit that is moved
 * @param {(digit: number) => void} digits.activate
 * @param {() => import("./shifts.js").Shift} digits.shift of the one that is moved
 * @param {(down: number, right: number) => void} digits.moveTo
 */
export function createPlacingPicture(image, { active, activate, shift, moveTo }) {
  const { height, width } = image;
  /** Each digit alone. @type {[Float32Array, Float32Array] | null} */
  let parts = null;
  /** Where a drag began. @type {{x: number, y: number, from: import("./shifts.js").Shift} | null} */
  let drag = null;
  const canvas = element("canvas", { class: "pixels", role: "img", "aria-label": "Both digits" });
  canvas.dataset.picture = "placing";
  const root = element(
    "div",
    {
      ...{ class: "picture placing", tabindex: 0, role: "application" },
      "aria-label": "Where the two digits lie. Arrow keys move one of them by a pixel.",
    },
    canvas,
  );

  /** The pixel under a pointer. @param {PointerEvent} event */
  function pixelAt({ clientX, clientY }) {
    const { left, top, width: across, height: down } = canvas.getBoundingClientRect();
    return { x: ((clientX - left) / across) * width, y: ((clientY - top) / down) * height };
  }

  root.addEventListener("keydown", (event) => {
    const arrow = arrowOf(event.key);
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [down, right] = shift();
    moveTo(down + arrow.down, right + arrow.right);
  });
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    root.setPointerCapture(event.pointerId);
    const at = pixelAt(event);
    activate((parts && digitNear(parts, at, image)) ?? active());
    drag = { ...at, from: shift() };
  });
  root.addEventListener("pointermove", (event) => {
    if (!drag || !event.isPrimary) return;
    const { x, y } = pixelAt(event);
    moveTo(drag.from[0] + y - drag.y, drag.from[1] + x - drag.x);
  });
  for (const end of ["pointerup", "pointercancel"])
    root.addEventListener(end, () => void (drag = null));

  return {
    root,
    /**
     * @param {Float32Array} first
     * @param {Float32Array} second
     */
    paint(first, second) {
      parts = [first, second];
      putPixels(canvas, imagePixels(overlaid(first, second), height * width), width, height);
    },
  };
}
