/** All types of primary capsules as pictures of their length, and what the chosen capsule sees. */

import { lookup, sequential } from "../../graphics/color.js";
import { choice, dropDown, element } from "../../widgets/dom.js";
import { createInstrument } from "../../widgets/instrument.js";
import { signed } from "../../widgets/numbers.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { capsuleLengths } from "../../server/trace.js";
import { createLegend } from "../../widgets/legend.js";
import { shownDigit, switched, withSwitch } from "../../state/state.js";
import { createField } from "./field.js";
import { scaleLengths } from "./length-scale.js";
import { createLook } from "./look.js";

/** @type {{value: import("./length-scale.js").Scale, text: string, words: string}[]} */
const SCALES = [
  { value: "middle", text: "middle 90 %", words: "the middle 90 % of the layer" },
  { value: "layer", text: "layer", words: "whole layer" },
  { value: "type", text: "each type", words: "type by type; the ends are those of type" },
  { value: "log", text: "log", words: "whole layer, logarithmic" },
  { value: "zero", text: "from 0", words: "from 0" },
];

/** @type {import("../../page/stage-host.js").Mount} */
export function mountTypes(root, store, _samples, tools) {
  const look = createLook(store);
  const parts = [createTypes(store, look), createField(store, look), createWords(store, look)];
  root.append(
    element("div", { class: "primary-view primary-all" }, ...parts.map((part) => part.root)),
  );
  tools.append(...createSettings(store));
  look.follow(() => parts.forEach((part) => part.show()));
}

/** @param {import("../../state/state.js").State} state */
export function sideOf(state) {
  return switched(state, "squash") === "after" ? "primary" : "primary_raw";
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
export function createTypes(store, look) {
  const { config } = store.state.model;
  const { primary_types: count } = config;
  const { rows, columns } = primaryGrid(config);
  const picture = createPicture({
    label: `${count} types of ${rows} by ${columns} primary capsules`,
    layout: tileLayout({ count, rows, columns, across: Math.ceil(Math.sqrt(2 * count)), gap: 1 }),
    nameTile: (tile) => `type ${tile}`,
    countRows: true,
    describe: ({ index, row, column }) => {
      const { trace } = store.state;
      if (!trace?.has("primary")) return "";
      const [before, after] = /** @type {const} */ (["primary_raw", "primary"]).map((side) =>
        Math.hypot(...trace.slice(side, index, row, column)),
      );
      const about = trace.isExact("primary_raw") ? "" : "≈ ";
      return `type ${index}, row ${row}, column ${column}: length ${about}${before.toFixed(3)} → squash → ${after.toFixed(3)}`;
    },
    units: {
      store,
      part: "primary",
      unit: ({ index, row, column }) => ({ kind: "capsule", type: index, row, column }),
    },
  });
  const legend = createLegend(picture.canvas);

  return {
    root: createInstrument(`${count} types, ${rows}×${columns} capsules each`, picture, {
      ...{ legend, name: "primary-types" },
    }),
    show() {
      const scale = /** @type {import("./length-scale.js").Scale} */ (
        switched(store.state, "lengths")
      );
      const side = sideOf(store.state);
      const { trace } = store.state;
      if (!trace?.has(side)) return;
      const { values, domain, domains, ends } = scaleLengths(capsuleLengths(trace, side), scale, {
        types: count,
        bounded: side === "primary",
      });
      const { type } = look.capsule();
      const palette = lookup(sequential);
      picture.paint(values, { palette, domain, domains });
      const { words } = SCALES.find(({ value }) => value === scale) ?? SCALES[0];
      legend.show(palette, ends[type], `length, ${words}${scale === "type" ? ` ${type}` : ""}`);
    },
  };
}

/** @param {import("../../state/store.js").Scope} store */
function createSettings(store) {
  const sides = choice(
    "Squash",
    [
      { value: "before", text: "before squash" },
      { value: "after", text: "after squash" },
    ],
    (value) => store.update(withSwitch(store.state, "squash", value)),
  );
  const scales = dropDown("Colour range of the lengths", SCALES, (value) =>
    store.update(withSwitch(store.state, "lengths", value)),
  );
  store.watch(["switches"], () => {
    sides.show(switched(store.state, "squash"));
    scales.show(
      /** @type {import("./length-scale.js").Scale} */ (switched(store.state, "lengths")),
    );
  });
  return [sides.root, element("span", { class: "quiet" }, "colours span"), scales.root];
}

/**
 * The chosen capsule in numbers: its length, and what it adds.
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
function createWords(store, { capsule }) {
  const title = element("h3", {});
  const numbers = element("p", { class: "number formula" });
  return {
    root: element("section", { class: "primary-words" }, title, numbers),
    show() {
      const { trace, model } = store.state;
      const place = capsule();
      const { type, row, column } = place;
      title.textContent = `Type ${type}, row ${row}, column ${column}`;
      if (!trace?.has("primary")) return;
      const [before, after] = /** @type {const} */ (["primary_raw", "primary"]).map((side) =>
        Math.hypot(...trace.slice(side, type, row, column)),
      );
      const digit = shownDigit(store.state);
      const support = trace.at("support", trace.iterations - 1, type, row, column, digit);
      const about = trace.isExact("primary_raw") ? "" : "≈ ";
      numbers.textContent = [
        `length  ${about}${before.toFixed(3)}`,
        `squash  ${about}${after.toFixed(3)}`,
        `support ${signed(support, 3)} for ${model.class_names[digit]}`,
      ].join("\n");
    },
  };
}
