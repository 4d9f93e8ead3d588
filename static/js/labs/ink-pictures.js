/** Pictures beside one another: those of ink on paper, and differences of them in two colours. */

import { diverging, lookup } from "../graphics/color.js";
import { tileLayout } from "../graphics/raster.js";
import { element } from "../widgets/dom.js";
import { createLegend } from "../widgets/legend.js";
import { signed } from "../widgets/numbers.js";
import { createPicture } from "../widgets/picture.js";
import { overChannels } from "./channels.js";
import { fitted } from "./fitted.js";

/**
 * @typedef {Object} InkPicture
 * @property {string} title above it
 * @property {string} label what it shows, for those who do not see it
 * @property {string} hook its name for tests and teachers: `data-picture`
 * @property {boolean} [difference] whether its values may be below zero
 * @property {import("../widgets/picture.js").Units} [units] what its pixels stand for
 */

/**
 * @param {Pick<import("../state/store.js").Scope, "state">} store
 * @param {readonly InkPicture[]} pictures
 * @param {{told: ReturnType<typeof import("./told.js").createTold>}} lab the line that tells what is
 *   pointed at
 */
export function createInkPictures(store, pictures, { told }) {
  const { height, width, channels } = store.state.model.image;
  const layout = tileLayout({ count: 1, rows: height, columns: width, across: 1 });
  /** What each shows, summed over the channels. @type {Float32Array[]} */
  let shown = [];
  const made = pictures.map(({ title, label, hook, difference = false, units }, index) => {
    const picture = createPicture({
      ...{ label, layout, units, told },
      describe({ row, column }) {
        const value = shown[index]?.[row * width + column];
        if (value === undefined) return "";
        return `${title}, row ${row}, column ${column}: ${difference ? signed(value, 3) : value.toFixed(3)}`;
      },
    });
    picture.canvas.dataset.picture = hook;
    return { ...picture, difference, root: fitted(element("h3", {}, title), picture.root) };
  });
  const differences = made.filter(({ difference }) => difference);
  const legend = createLegend(...differences.map(({ canvas }) => canvas));

  return {
    roots: made.map(({ root }) => root),
    legend: legend.root,
    /**
     * @param {readonly Float32Array[]} values of each, channels * height * width
     * @param {number} [most] what the strongest colour of a difference stands for
     */
    show(values, most = channels) {
      shown = values.map((each) => overChannels(each, height * width));
      const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
      made.forEach(({ difference, paint, paintImage }, index) => {
        if (difference) paint(shown[index], { palette, domain: [-most, most] });
        else paintImage(values[index]);
      });
      legend.show(palette, [-most, most], "more ink is red, less is blue");
    },
  };
}
