/** Draw: the exact pixels that the network receives, and every way to change them. */

import { element } from "../dom.js";
import { createFiles } from "./draw-files.js";
import { createPixelEditor } from "./draw-pixels.js";
import { createPenAndPose } from "./draw-pose.js";
import { createDrawings, createTestDigits } from "./draw-samples.js";

export const title = "Draw";

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 * @param {import("../samples.js").SampleDrawing[]} samples
 */
export function mount(root, store, samples) {
  root.append(
    element(
      "div",
      { class: "columns" },
      createPixelEditor(store),
      createPenAndPose(store),
      element(
        "div",
        { class: "stack" },
        createDrawings(store, samples),
        createTestDigits(store),
        createFiles(store),
      ),
    ),
  );
}
