/** Draw: the exact pixels that the network receives, and every way to change them. */

import { element } from "../../widgets/dom.js";
import { createFiles } from "./picture-files.js";
import { createPixelEditor } from "./pixel-editor.js";
import { createPenAndPose } from "./pen-and-pose.js";
import { createDrawings, createTestDigits } from "./test-pictures.js";

export const title = "Draw";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
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
