/** Inside the decoder: its hidden layers, computed here from their weights and the shown capsule. */

import { domain, lookup, sequential } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { tracedValues } from "../../state/capsule-edit.js";
import { capsuleInputs, hiddenInputs } from "../../network/decoder.js";
import { weightsOf } from "../../server/weights.js";
import { tileLayout } from "../../graphics/raster.js";
import { shownDigit, shownUnit } from "../../state/state.js";
import { createPicture } from "../../widgets/picture.js";
import { createReadout } from "../../widgets/readout.js";
import { createLegend } from "../../widgets/legend.js";

/** @type {import("../../page/stage-host.js").Mount} */
export function mountDecoderLayers(root, store, _, tools) {
  const { model } = store.state;
  const { classes, digit_dimensions: dimensions, decoder_hidden: sizes } = model.config;
  const weights = weightsOf(model);
  const needed = sizes.map((_, layer) => /** @type {["decoder", number]} */ (["decoder", layer]));
  const inputs = [classes * dimensions, ...sizes];
  const bytes = 4 * sizes.reduce((sum, size, layer) => sum + size * (inputs[layer] + 1), 0);
  const told = createReadout({ "data-told": "" });
  const words = element("p", { class: "quiet", role: "status" });
  const layers = sizes.map((size, layer) => createLayer(store, { count: size, layer, told }));
  root.append(
    element(
      "div",
      { class: "decoder-layers" },
      element("div", { class: "hidden-layers" }, ...layers.map((layer) => layer.root)),
      told.root,
    ),
  );
  tools.append(words);

  let ended = false;
  store.onDispose(() => (ended = true));

  function show() {
    const { trace, held } = store.state;
    // Weights may come when the stage is gone, and the trace is that of another network.
    if (ended || !trace) return;
    if (!weights.has(needed)) {
      words.textContent = `${(bytes / 1e6).toFixed(1)} MB of weights are on their way, once.`;
      weights.load(needed).then(show, (error) => {
        words.textContent = `The weights could not be loaded: ${error.message}`;
      });
      return;
    }
    words.textContent = held
      ? "Of the capsule as the sliders have it; the inspector explains the one that your drawing made."
      : `The capsule's ${dimensions} numbers stand among ${inputs[0]} inputs; all others are 0.`;
    const digit = held?.digit ?? shownDigit(store.state);
    const capsule = held ? held.values : tracedValues(trace, digit);
    let received = capsuleInputs(capsule, digit, classes);
    for (const [layer, part] of layers.entries()) {
      received = hiddenInputs(weights.get("decoder", layer), received);
      part.show(received.values);
    }
  }

  store.watch(["trace", "digit", "held"], show);
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} of
 * @param {number} of.count units
 * @param {number} of.layer
 * @param {ReturnType<typeof createReadout>} of.told the line that tells what is pointed at
 */
function createLayer(store, { count, layer, told }) {
  const across = widthOf(count);
  const layout = tileLayout({ count, rows: 1, columns: 1, across, gap: 0 });
  const digit = () => store.state.held?.digit ?? shownDigit(store.state);
  /** @type {Float32Array} */
  let values = new Float32Array(count);
  const picture = createPicture({
    label: `Hidden layer ${layer}: ${count} units after ReLU`,
    layout,
    ...{ byTile: true, told },
    describe: ({ index }) => `layer ${layer}, unit ${index}: ${values[index].toFixed(4)}`,
    units: {
      store,
      unit: ({ index }) => ({ kind: "hidden", digit: digit(), layer, index }),
    },
  });
  const legend = createLegend(picture.canvas);
  const active = element("p", { class: "quiet number" });
  store.watch(["pointed", "pinned"], () => {
    const unit = shownUnit(store.state);
    const here = unit?.kind === "hidden" && unit.layer === layer;
    const cell = { row: 0, column: 0, height: 1, width: 1, role: /** @type {const} */ ("here") };
    picture.outline(here ? [{ tile: unit.index, ...cell }] : []);
  });
  return {
    root: element(
      "div",
      { class: "hidden-layer" },
      element("div", { class: "row" }, element("h3", {}, `Layer ${layer}`), active),
      element("div", { class: "fit" }, picture.root),
      legend.root,
    ),
    /** @param {Float32Array} next */
    show(next) {
      values = next;
      const range = domain(values);
      const palette = lookup(sequential);
      picture.paint(values, { palette, domain: range });
      legend.show(palette, range, "after ReLU, this layer");
      const on = values.reduce((sum, value) => sum + Number(value > 0), 0);
      active.textContent = `${on} of ${count.toLocaleString("en")} units are above 0`;
    },
  };
}

/**
 * Units side by side: so many that all rows are full, where that makes no long strip.
 * @param {number} count
 */
function widthOf(count) {
  const least = Math.ceil(Math.sqrt(count));
  for (let width = least; width <= 2 * least; width++) {
    if (count % width === 0) return width;
  }
  return least;
}
