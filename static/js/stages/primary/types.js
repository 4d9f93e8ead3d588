/** All types of primary capsules as pictures of their length, before or after squash. */

import { lookup, sequential } from "../../graphics/color.js";
import { choice, element } from "../../widgets/dom.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { capsuleLengths } from "../../server/trace.js";
import { createLegend } from "../../widgets/legend.js";
import { switched, withSwitch } from "../../state/state.js";
import { scaleLengths } from "./length-scale.js";

/** @typedef {"primary" | "primary_raw"} Side after squash, or before it */

/** @type {{value: import("./length-scale.js").Scale, text: string, words: string}[]} */
const SCALES = [
  { value: "middle", text: "middle 90 %", words: "the middle 90 % of the layer" },
  { value: "layer", text: "layer", words: "whole layer" },
  { value: "type", text: "each type", words: "type by type; the ends are those of type" },
  { value: "log", text: "log", words: "whole layer, logarithmic" },
  { value: "zero", text: "from 0", words: "from 0" },
];

/** @param {import("../../state/store.js").Scope} store */
export function mountTypes(store) {
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
  const sides = choice(
    "Squash",
    [
      { value: "before", text: "before squash" },
      { value: "after", text: "after squash" },
    ],
    (value) => store.update(withSwitch(store.state, "squash", value)),
  );
  const scales = choice("Colour range of the lengths", SCALES, (value) =>
    store.update(withSwitch(store.state, "lengths", value)),
  );
  const root = element(
    "section",
    { class: "stack", "aria-label": "Types of primary capsules" },
    element("h3", {}, `${count} types, ${rows}×${columns} capsules each: their lengths`),
    sides.root,
    picture.root,
    legend.root,
    element(
      "div",
      { class: "row" },
      element("span", { class: "quiet" }, "colours span"),
      scales.root,
    ),
  );

  /** @param {{side: Side, type: number}} shown whose legend is shown, where each type has its own */
  function show({ side, type }) {
    const scale = /** @type {import("./length-scale.js").Scale} */ (
      switched(store.state, "lengths")
    );
    sides.show(switched(store.state, "squash"));
    scales.show(scale);
    const { trace } = store.state;
    if (!trace?.has(side)) return;
    const lengths = capsuleLengths(trace, side);
    const { values, domain, domains, ends } = scaleLengths(lengths, scale, {
      types: count,
      bounded: side === "primary",
    });
    const palette = lookup(sequential);
    picture.paint(values, { palette, domain, domains });
    const { words } = SCALES.find(({ value }) => value === scale) ?? SCALES[0];
    legend.show(palette, ends[type], `length, ${words}${scale === "type" ? ` ${type}` : ""}`);
  }

  return { root, show };
}
