/** What the network received in the pose that is pointed at, else in that of the drawing. */

import { tileLayout } from "../../graphics/raster.js";
import { element } from "../../widgets/dom.js";
import { createPicture } from "../../widgets/picture.js";
import { fitted } from "../fitted.js";
import { nearest } from "./poses.js";
import { poseText } from "./swept.js";

/** @param {import("../../state/store.js").Scope} store */
export function createSeenPose(store) {
  const { image } = store.state.model;
  /** @type {import("./swept.js").Swept | null} */
  let swept = null;
  let marked = 0; // the step that the drawing is at
  const picture = createPicture({
    label: "What the network received in the pose that is pointed at",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1 }),
  });
  picture.canvas.dataset.picture = "pose";
  const title = element("h3", {}, "What the network received");

  /** @param {number} step */
  function paint(step) {
    if (!swept) return;
    const size = swept.images.length / swept.values.length;
    picture.paintImage(swept.images.subarray(step * size, (step + 1) * size));
    title.textContent = `The network received, at ${poseText(swept, step)}`;
  }

  return {
    root: fitted(title, picture.root),
    /** @param {import("./swept.js").Swept} newest */
    show: (newest) => void (swept = newest),
    /** @param {number | null} step */
    point: (step) => paint(step ?? marked),
    /** @param {number} value */
    mark(value) {
      if (!swept) return;
      marked = nearest(swept.values, value);
      paint(marked);
    },
  };
}
