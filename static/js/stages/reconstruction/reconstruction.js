/** Decoder: what a capsule's numbers draw, what each of them changes, and how. */

import { mountDecoderLayers } from "./decoder-layers.js";
import { mountDimensions } from "./dimensions.js";
import { mountEffects } from "./effects.js";
import { mountInterpolation } from "./interpolation.js";

export const title = "Decoder";

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "dimensions", title: "Dimensions", mount: mountDimensions },
    line: "Each row is one number of the capsule: the middle picture has its own value, the others more or less of it. Click a picture to take it.",
  },
  {
    ...{ name: "effects", title: "Effects", mount: mountEffects },
    line: "Each curve measures the pictures of a row; the number is their correlation. Orange: clear effects. They suggest, they do not name: most dimensions change several measures at once.",
  },
  {
    ...{ name: "between", title: "From one to another", mount: mountInterpolation },
    line: "The decoder draws every step of the way from one capsule to another. Between two classes both speak at once, which no drawing does.",
  },
  {
    ...{ name: "hidden", title: "Hidden units", mount: mountDecoderLayers },
    line: "Each layer adds its inputs up with weights, and ReLU keeps what is positive; the last layer draws the picture. Units stand in the order of their numbers.",
  },
];
