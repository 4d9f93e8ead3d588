/** Samples that are no digits: what the network reads in each, and what the test says of it. */

import { takeSample } from "../../drawing/samples.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { oneTabStop } from "../../widgets/one-tab-stop.js";
import { DRAWN, NOISE, noisePixels } from "./non-digits.js";
import { readNonDigits } from "./read-non-digits.js";

const HEADS = ["sample", "read as", "length", "error", "the test"];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{show: (errors: number[]) => void, passes: (error: number) => boolean}} test
 */
export function mountNonDigits(store, { show, passes }) {
  const { model } = store.state;
  const { class_names: names, image } = model;
  const summary = element("p", { class: "quiet", "data-others": "" });
  const { rows, table } = createTable(samplesOf(store));
  /** @type {number[]} */
  let errors = [];

  function judge() {
    if (errors.length === 0) return;
    const refused = errors.filter((error) => !passes(error)).length;
    errors.forEach((error, index) => {
      rows[index].cells[3].textContent = passes(error) ? "passes" : "no digit";
    });
    summary.textContent = `The test refuses ${refused} of these ${errors.length}.`;
  }

  if (image.channels === 1) {
    readNonDigits(model).then(
      (read) => {
        read.forEach(({ winner, length, error }, index) => {
          const texts = [names[winner], length.toFixed(3), error.toFixed(2)];
          texts.forEach((text, column) => (rows[index].cells[column].textContent = text));
        });
        errors = read.map(({ error }) => error);
        show(errors);
        judge();
      },
      (error) => (summary.textContent = `The samples could not be read: ${wordsOf(error)}`),
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

/**
 * The samples in the order in which they are read, and what takes each as the drawing.
 * @param {import("../../state/store.js").Scope} store
 */
function samplesOf(store) {
  const { height, width } = store.state.model.image;
  return [
    ...DRAWN.map((sample) => ({
      name: sample.name,
      take: () => store.update(takeSample(store.state, { ...sample, label: -1 })),
    })),
    ...NOISE.map((noise) => ({
      name: noise.name,
      take() {
        const pixels = noisePixels(noise, height * width);
        store.update({ input: { kind: "pixels", pixels, name: noise.name, index: null } });
      },
    })),
  ];
}

/** @param {ReturnType<typeof samplesOf>} samples */
function createTable(samples) {
  const rows = samples.map(({ name, take }) => {
    const cells = HEADS.slice(1).map(() => element("td", { class: "number" }, "…"));
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
      element("tr", {}, ...HEADS.map((text) => element("th", { scope: "col" }, text))),
    ),
    element("tbody", {}, ...rows.map(({ root }) => root)),
  );
  oneTabStop(table);
  return { rows, table };
}
