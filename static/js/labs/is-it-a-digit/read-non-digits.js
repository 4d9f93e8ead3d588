/** What the network reads in samples that are no digits, and how badly it draws them again. */

import { postDecode } from "../../server/api.js";
import { postSweep } from "../../server/lab-api.js";
import { encodeBmp, inkPixels, SENT } from "../../drawing/ink-picture.js";
import { sampleDrawing } from "../../drawing/samples.js";
import { keptAnswers } from "./kept-answers.js";
import { DRAWN, NOISE, noisePixels } from "./non-digits.js";
import { squaredError } from "./threshold.js";

/** Width of the pen that the samples are drawn with. */
const PEN = 20;

/** What is read in each sample, those that are drawn first, by a network of one channel. */
export const nonDigitsOf = keptAnswers(readNonDigits);

/** @param {import("../../state/state.js").Model} model */
async function readNonDigits({ name, image, config }) {
  const size = image.height * image.width;
  const { classes, digit_dimensions: dimensions } = config;
  const drawn = DRAWN.map((sample) =>
    inkPixels(sampleDrawing({ ...sample, label: -1 }, PEN), null),
  );
  const noise = NOISE.map((each) => noisePixels(each, size));
  // The threshold was measured with the network's own number of iterations.
  const query = { model: name, routing: String(config.routing_iterations) };
  const bmp = encodeBmp(joined(drawn), SENT, SENT * drawn.length);
  const answers = [
    await postSweep(bmp, "image/bmp", { ...query, count: String(drawn.length) }),
    await postSweep(joined(noise), "application/octet-stream", {
      ...{ ...query, count: String(noise.length) },
    }),
  ];
  const lengths = answers.flatMap((answer) => [...answer.lengths]);
  const digits = answers.flatMap((answer) => [...answer.digits]);
  const images = answers.flatMap((answer) => [...answer.images]);
  const read = [...drawn, ...noise].map((_, index) => {
    const own = lengths.slice(index * classes, (index + 1) * classes);
    const length = Math.max(...own);
    return { winner: own.indexOf(length), length };
  });
  const pictures = await postDecode(
    name,
    read.map(({ winner }, index) => {
      const from = (index * classes + winner) * dimensions;
      return [winner, digits.slice(from, from + dimensions)];
    }),
  );
  return read.map((each, index) => {
    const [from, to] = [index * size, (index + 1) * size];
    const pixels = Float32Array.from(images.slice(from, to));
    return { ...each, pixels, error: squaredError(pictures.subarray(from, to), pixels) };
  });
}

/** @param {Uint8Array[]} parts of equal length */
function joined(parts) {
  const all = new Uint8Array(parts.length * parts[0].length);
  parts.forEach((part, index) => all.set(part, index * part.length));
  return all;
}
