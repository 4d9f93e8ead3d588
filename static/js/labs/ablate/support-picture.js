/** The support of every primary capsule for the class looked at; what is off is grey. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { tileLayout } from "../../graphics/raster.js";
import { capsulesOff, unitOf } from "../../network/switched-off.js";
import { shownDigit, watchTrace } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { createLegend } from "../../widgets/legend.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";

/** Neither of the colours of support, and seen in both themes. */
const OFF = "#85888f";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{types: number, rows: number, columns: number}} grid
 * @param {Object} lab
 * @param {(unit: string) => void} lab.toggle
 * @param {() => import("../../network/switched-off.js").Part} lab.part what a click switches
 * @param {ReturnType<typeof import("../told.js").createTold>} lab.told
 */
export function createSupportPicture(store, grid, { toggle, told, part }) {
  const { class_names: names } = store.state.model;
  const { types, rows, columns } = grid;
  const across = Math.ceil(Math.sqrt(2 * types));
  const layout = tileLayout({ count: types, rows, columns, gap: 1, across });
  const legend = createLegend();
  const picture = createPicture({
    label: `Support of ${types} types of ${rows} by ${columns} capsules`,
    ...{ layout, describe, told },
    choose: (cell) => toggle(unitOf(part(), cell)),
    nameTile: (tile) => `type ${tile}`,
    units: {
      store,
      part: "primary",
      unit: ({ index: type, row, column }) => ({
        ...{ kind: "vote", type, row, column, digit: shownDigit(store.state) },
      }),
    },
  });

  /** @param {import("../../widgets/picture.js").Cell} cell */
  function describe({ index, row, column }) {
    const { trace, off } = store.state;
    if (!trace) return "";
    const digit = shownDigit(store.state);
    const value = trace.at("support", trace.iterations - 1, index, row, column, digit);
    const about = trace.isExact("support") ? "" : "≈ ";
    const state = capsulesOff(off, grid)[(index * rows + row) * columns + column] ? "off" : "on";
    return `type ${index}, row ${row}, column ${column}: ${state}; support for ${names[digit]} ${about}${signed(value, 4)}`;
  }

  function paintOff() {
    const context = picture.canvas.getContext("2d");
    if (!context) return;
    context.fillStyle = OFF;
    capsulesOff(store.state.off, grid).forEach((isOff, at) => {
      if (!isOff) return;
      const { x, y } = layout.tile(Math.floor(at / (rows * columns)));
      context.fillRect(x + (at % columns), y + (Math.floor(at / columns) % rows), 1, 1);
    });
  }

  watchTrace(store, ["trace", "digit", "dark", "off"], (trace, { dark }) => {
    const digit = shownDigit(store.state);
    const values = trace
      .slice("support", trace.iterations - 1)
      .filter((_, at) => at % names.length === digit);
    const palette = lookup(dark ? diverging.dark : diverging.light);
    const range = domain(values, { signed: true });
    picture.paint(values, { palette, domain: range });
    paintOff();
    legend.show(palette, range, `support for ${names[digit]}; grey is off`);
  });

  const box = element("div", { class: "fit" }, picture.root);
  box.style.setProperty("--shape", String(layout.width / layout.height));
  return [box, legend.root];
}
