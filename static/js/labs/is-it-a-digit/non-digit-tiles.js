/** Samples that are no digits: what the network reads in each, and what the test says of it. */

import { takeSample } from "../../drawing/samples.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { oneTabStop } from "../../widgets/one-tab-stop.js";
import { DRAWN, NOISE, noisePixels } from "./non-digits.js";
import { nonDigitsOf } from "./read-non-digits.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./test.js").Test} test
 */
export function mountNonDigits(store, { passes, tools }) {
  const { model } = store.state;
  const { class_names: names, image } = model;
  const summary = element("p", { "data-others": "" }, "Reading them…");
  const tiles = samplesOf(store).map(createTile);
  const list = element("ul", { class: "samples" }, ...tiles.map(({ root }) => root));
  oneTabStop(list);
  /** @type {number[]} */
  let errors = [];

  function judge() {
    if (errors.length === 0) return;
    errors.forEach((error, index) => tiles[index].judge(passes(error)));
    const refused = errors.filter((error) => !passes(error)).length;
    summary.textContent = `The test refuses ${refused} of these ${errors.length}.`;
  }

  if (image.channels === 1) {
    nonDigitsOf(model).then(
      (read) => {
        read.forEach((each, index) => tiles[index].show(each, names[each.winner], image));
        errors = read.map(({ error }) => error);
        judge();
      },
      (error) => (summary.textContent = `The samples could not be read: ${wordsOf(error)}`),
    );
  } else {
    list.hidden = true;
    summary.textContent = "The samples have one channel: this network reads pictures of several.";
  }
  store.watch(["lab"], judge);
  return { tools, roots: [summary, list] };
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

/** @param {ReturnType<typeof samplesOf>[number]} sample */
function createTile({ name, take }) {
  const canvas = element("canvas", { class: "pixels", "aria-hidden": "true" });
  const [read, error, said] = ["read", "error", "said"].map((part) =>
    element("span", { "data-sample-part": part }, "…"),
  );
  const button = element(
    "button",
    { type: "button", "data-sample": name, onclick: take },
    element("span", { class: "fit" }, canvas),
    element("span", { class: "sample-words" }, element("b", {}, name), read, error, said),
  );
  return {
    root: element("li", {}, button),
    /**
     * @param {Awaited<ReturnType<typeof nonDigitsOf>>[number]} sample
     * @param {string} winner
     * @param {{height: number, width: number}} image
     */
    show({ length, error: off, pixels }, winner, { height, width }) {
      putPixels(canvas, imagePixels(pixels, height * width), width, height);
      read.textContent = `as ${winner}, ${length.toFixed(3)}`;
      error.textContent = `error ${off.toFixed(2)}`;
    },
    /** @param {boolean} passes */
    judge(passes) {
      said.textContent = passes ? "passes" : "no digit";
      button.toggleAttribute("data-refused", !passes);
    },
  };
}
