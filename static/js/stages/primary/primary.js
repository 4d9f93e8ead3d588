/** Primary capsules: how long each is, one capsule's numbers, what a type responds to. */

import { mountTypes } from "./all-types.js";
import { mountCapsule } from "./one-capsule.js";
import { mountPatches } from "./patches.js";

export const title = "Primary capsules";

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "types", title: "Types", mount: mountTypes },
    line: "Each square is one type, at every place; bright is long. Before squash: after it nearly all are close to 1 and look alike.",
  },
  {
    ...{ name: "capsule", title: "One capsule", mount: mountCapsule },
    line: "A capsule is a small vector. Squash keeps its direction and brings its length below 1.",
  },
  {
    ...{ name: "patches", title: "What a type likes", mount: mountPatches },
    line: "Where in the training pictures this type is longest. Point at another type to see what it likes.",
  },
];
