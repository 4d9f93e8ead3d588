/** Samples that are no digits: what the network reads in each, and what the test says of it. */

import { postDecode } from "../../server/api.js";
import { encodeBmp, inkPixels, SENT } from "../../drawing/ink-picture.js";
import { element } from "../../widgets/dom.js";
import { sampleDrawing, takeSample } from "../../drawing/samples.js";
import { oneTabStop } from "../../widgets/one-tab-stop.js";
import { squaredError } from "./threshold.js";
import { postSweep } from "../../server/lab-api.js";
import { DRAWN, NOISE, noisePixels } from "./non-digits.js";

/** Width of the pen that the samples are drawn with. */
const PEN = 20;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{show: (errors: number[]) => void, passes: (error: number) => boolean}} test
 */
export function mountOthers(store, { show, passes }) {
  const { model } = store.state;
  const { class_names: names, image } = model;
  const size = image.height * image.width;
  const summary = element("p", { class: "quiet", "data-others": "" });
  /** @type {number[]} */
  let errors = [];

  const samples = [
    ...DRAWN.map((sample) => ({
      name: sample.name,
      take: () => store.update(takeSample(store.state, { ...sample, label: -1 })),
    })),
    ...NOISE.map((noise) => ({
      name: noise.name,
      take: () => {
        const pixels = noisePixels(noise, size);
        store.update({ input: { kind: "pixels", pixels, name: noise.name, index: null } });
      },
    })),
  ];
  const rows = samples.map(({ name, take }) => {
    const cells = Array.from({ length: 4 }, () => element("td", { class: "number" }, "…"));
    const button = element("button", { type: "button", class: "link", onclick: take }, name);
    return { cells, root: element("tr", {}, element("th", { scope: "row" }, button), ...cells) };
  });
  const table = element(
    "table",
    { class: "numbers" },
    element("caption", {}, "Samples that are no digits; a click takes one as the drawing"),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...["sample", "read as", "length", "error", "the test"].map((text) =>
          element("th", { scope: "col" }, text),
        ),
      ),
    ),
    element("tbody", {}, ...rows.map(({ root }) => root)),
  );
  oneTabStop(table);

  async function read() {
    const strips = DRAWN.map((sample) =>
      inkPixels(sampleDrawing({ ...sample, label: -1 }, PEN), null),
    );
    const noise = NOISE.map((each) => noisePixels(each, size));
    const bmp = encodeBmp(joined(strips), SENT, SENT * strips.length);
    // The threshold was measured with the network's own number of iterations.
    const routing = String(model.config.routing_iterations);
    const query = { model: model.name, routing };
    const answers = [
      await postSweep(bmp, "image/bmp", { ...query, count: String(strips.length) }),
      await postSweep(joined(noise), "application/octet-stream", {
        ...{ ...query, count: String(noise.length) },
      }),
    ];
    const lengths = answers.flatMap((answer) => [...answer.lengths]);
    const digits = answers.flatMap((answer) => [...answer.digits]);
    const images = answers.flatMap((answer) => [...answer.images]);
    const classes = names.length;
    const dimensions = model.config.digit_dimensions;
    const winners = samples.map((_, index) => {
      const own = lengths.slice(index * classes, (index + 1) * classes);
      return own.indexOf(Math.max(...own));
    });
    const pictures = await postDecode(
      model.name,
      winners.map((winner, index) => {
        const from = (index * classes + winner) * dimensions;
        return [winner, digits.slice(from, from + dimensions)];
      }),
    );
    return samples.map((_, index) => ({
      winner: winners[index],
      length: lengths[index * classes + winners[index]],
      error: squaredError(
        pictures.subarray(index * size, (index + 1) * size),
        images.slice(index * size, (index + 1) * size),
      ),
    }));
  }

  function judge() {
    if (errors.length === 0) return;
    const refused = errors.filter((error) => !passes(error)).length;
    errors.forEach((error, index) => {
      rows[index].cells[3].textContent = passes(error) ? "passes" : "no digit";
    });
    summary.textContent = `The test refuses ${refused} of these ${errors.length}.`;
  }

  if (image.channels === 1) {
    read().then(
      (said) => {
        said.forEach(({ winner, length, error }, index) => {
          const { cells } = rows[index];
          cells[0].textContent = names[winner];
          cells[1].textContent = length.toFixed(3);
          cells[2].textContent = error.toFixed(2);
        });
        errors = said.map(({ error }) => error);
        show(errors);
        judge();
      },
      (error) => (summary.textContent = `The samples could not be read: ${error.message}`),
    );
  }
  return {
    judge,
    root: element(
      "div",
      { class: "stack", hidden: image.channels !== 1 },
      element("h3", {}, "What is no digit"),
      summary,
      element("div", { class: "scroll" }, table),
    ),
  };
}

/** @param {Uint8Array[]} parts of equal length */
function joined(parts) {
  const all = new Uint8Array(parts.length * parts[0].length);
  parts.forEach((part, index) => all.set(part, index * part.length));
  return all;
}
