/** Two digits: one laid over the other, read by a network that was trained on such images. */

import { mountPlace } from "./place-view.js";
import { mountPictures } from "./pictures-view.js";
import { mountRead } from "./read-view.js";
import { mountWith } from "./pair.js";

export const about = [
  "The first digit is your drawing, the second lies over it; where both have ink it adds up. A network that was trained on such " +
    "images has one capsule for each digit, so two can be long at once: it names both, and the decoder draws each from its own " +
    "capsule only, as in figure 5 of Sabour, Frosst and Hinton (2017).",
  "Whose a pixel is follows from the two pictures that the decoder draws, not from the drawing: it is what the two capsules claim " +
    "of the ink, and need not be true. Training showed the network two different digits in every image, so it is not asked whether " +
    "there are one, two or three, and of a lone digit it has seen nothing. One pair is no measurement of a network.",
];

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "place", title: "The two" },
    line: "Your drawing and a second digit, one over the other. Draw the second or choose one; drag either.",
    mount: mountWith(mountPlace),
  },
  {
    ...{ name: "read", title: "What is read" },
    line: "The network has one capsule for each digit: two of them can be long at once.",
    mount: mountWith(mountRead),
  },
  {
    ...{ name: "pictures", title: "Whose ink" },
    line: "What the decoder draws from each of two capsules, and which of them claims each pixel.",
    mount: mountWith(mountPictures),
  },
];
