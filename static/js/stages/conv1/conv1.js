/** Conv1: every kernel, and the map that it makes of the drawing. */

import { mountKernels } from "./all-kernels.js";
import { mountMaps } from "./all-maps.js";
import { mountSweep } from "./one-by-one.js";

export const title = "Conv1";

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "maps", title: "Maps", mount: mountMaps },
    line: "A map shows where its kernel finds what it looks for. The choice below says which maps stand first.",
  },
  {
    ...{ name: "kernels", title: "Kernels", mount: mountKernels },
    line: "A kernel is a small table of weights. Red weights look for ink, blue weights for blank paper.",
  },
  {
    ...{ name: "sweep", title: "One map, step by step", mount: mountSweep },
    line: "At each place: pixels times weights, added up, plus the bias. ReLU turns negative sums into 0.",
  },
];
