/** The pad on which the second digit is drawn, and which shows it however it was made. */

import { paintDrawing } from "../../drawing/ink-picture.js";
import { SPACE } from "../../drawing/strokes.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";
import { element } from "../../widgets/dom.js";

/** Width of the pen. */
export const PEN = 20;
/** Pixels on a side of the pad. */
const SIDE = 280;

/** @typedef {import("../../drawing/strokes.js").Stroke} Stroke */

/**
 * @param {Object} told
 * @param {() => void} told.begin the pen comes down
 * @param {() => void} told.move the stroke has grown
 * @param {(stroke: Stroke) => void} told.end the pen is up
 */
export function createSecondPad({ begin, move, end }) {
  /** @type {Stroke | null} */
  let stroke = null;
  const canvas = element("canvas", {
    ...{ width: SIDE, height: SIDE, class: "pad", "data-pad": "second", role: "img" },
    "aria-label":
      "The second digit. Draw with the mouse, a pen or a finger; with the keyboard, choose one or take your drawing.",
  });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  function place({ clientX, clientY }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((clientX - left) / width) * SPACE, ((clientY - top) / height) * SPACE];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    begin();
    stroke = { points: [place(event)], width: PEN, erase: false };
    move();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || !event.isPrimary) return;
    const events = event.getCoalescedEvents?.() ?? [];
    stroke.points.push(...(events.length > 0 ? events : [event]).map(place));
    move();
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(name, (event) => {
      if (!stroke || !event.isPrimary) return;
      const drawn = stroke;
      stroke = null;
      end(drawn);
    });
  }

  return {
    canvas,
    /** The stroke under the pen. */
    get stroke() {
      return stroke;
    },
    /** @param {import("../../drawing/strokes.js").Drawing} drawing shown with the stroke under the pen */
    paintDrawing: (drawing) => paintDrawing(context, drawing, stroke),
    /**
     * @param {Uint8Array} pixels
     * @param {{height: number, width: number}} image
     */
    paintPixels(pixels, { height, width }) {
      const small = document.createElement("canvas");
      const values = Float32Array.from(pixels, (byte) => byte / 255);
      putPixels(small, imagePixels(values, height * width), width, height);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, 0, 0, SIDE, SIDE);
    },
  };
}
