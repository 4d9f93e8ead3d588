/** What is said of chosen votes: how many, what they add up to, and what of the drawing they see. */

import { element } from "../../../widgets/dom.js";
import { signed } from "../../../widgets/numbers.js";
import { primaryGrid, primaryPatch } from "../../../network/receptive-fields.js";
import { paintInputPicture, tileLayout } from "../../../graphics/raster.js";
import { createPicture } from "../../../widgets/picture.js";

/** Over the pixels that none of the chosen sees. */
const VEIL = "rgb(125 129 140 / 72%)";

/**
 * @param {import("../../../state/store.js").Scope} store
 * @param {() => void} clear
 */
export function createChoice(store, clear) {
  const { config, image } = store.state.model;
  const picture = createPicture({
    label: "The drawing: what the chosen votes see of it is clear, the rest is veiled",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1 }),
    units: { store, part: "image" },
  });
  const words = element("p", { class: "quiet", "aria-live": "polite" });
  const button = element("button", { type: "button", onclick: clear }, "Clear the choice");
  const root = element(
    "div",
    { class: "vote-choice" },
    element("div", { class: "fit" }, picture.root),
    element("div", { class: "stack" }, words, element("div", {}, button)),
  );

  return {
    root,
    /**
     * @param {import("../../../server/trace.js").Trace} trace
     * @param {import("./choosing.js").Chosen | null} chosen
     * @param {{total: number, length: number, name: string}} of how many votes there are, and ‖s‖ of
     *   whose class
     */
    show(trace, chosen, { total, length, name }) {
      paintInputPicture(picture.canvas, trace);
      button.hidden = chosen === null;
      root.toggleAttribute("data-chosen", chosen !== null);
      if (!chosen) {
        words.textContent =
          "Drag a frame over dots to choose votes, or hold Shift and press arrow keys: their share in the evidence is told here, and what they see of the drawing.";
        return;
      }
      veil(picture.canvas, chosen.positions);
      words.textContent = describe(chosen, { total, length, name });
    },
  };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Set<number>} positions
   */
  function veil(canvas, positions) {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const { columns } = primaryGrid(config);
    const patches = [...positions].map((position) =>
      primaryPatch(config, Math.floor(position / columns), position % columns),
    );
    context.fillStyle = VEIL;
    for (let pixel = 0; pixel < canvas.width * canvas.height; pixel++) {
      const [x, y] = [pixel % canvas.width, Math.floor(pixel / canvas.width)];
      const seen = patches.some(
        ({ row, column, height, width }) =>
          y >= row && y < row + height && x >= column && x < column + width,
      );
      if (!seen) context.fillRect(x, y, 1, 1);
    }
  }
}

/**
 * @param {import("./choosing.js").Chosen} chosen
 * @param {{total: number, length: number, name: string}} of
 */
function describe({ capsules, support, types, positions }, { total, length, name }) {
  const many = (/** @type {number} */ count, /** @type {string} */ noun) =>
    `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  if (capsules.length === 0) return `None of the ${many(total, "vote")} lies in the frame.`;
  const share =
    length > 0
      ? `, ${((100 * support) / length).toFixed(1)} % of ‖s‖ = ${length.toFixed(3)}${support > length ? ", as others speak against it" : ""}`
      : "";
  const main = types.map((each) => `type ${each.type} (${signed(each.support, 3)})`).join(", ");
  return `${capsules.length.toLocaleString("en")} of ${many(total, "vote")} chosen. They add ${signed(support, 3)} to the evidence for ${name}${share}. Most of it: ${main}. They come from ${many(positions.size, "position")}; what these see is clear.`;
}
