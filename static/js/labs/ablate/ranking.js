/** What each part's removal costs this drawing: types, the largest effect first, and a map of positions. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { createPicture } from "../../widgets/picture.js";
import { fitted } from "../fitted.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { shownDigit } from "../../state/state.js";
import { createBarChart } from "../../widgets/charts/bar-chart.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {(unit: string) => void} toggle
 * @param {ReturnType<typeof import("../told.js").createTold>} told
 */
export function mountRanking(store, toggle, told) {
  const { model } = store.state;
  const { class_names: names, config } = model;
  const { rows, columns } = primaryGrid(config);
  const heading = element("h3", {}, "What one part more costs");
  const most = element("p", { "data-ranking": "" });
  const legend = createLegend();
  /** Change of the shown class's length by position. */
  let changes = new Float32Array(rows * columns);
  const chart = createBarChart({
    label: "Change of length where a type of capsules is off besides, the largest effect first",
    axis: { across: "type", up: "change of length" },
    choose: (type) => toggle(`type-${type}`),
  });
  const table = createChartTable({
    summary: "Table",
    caption: "Change of length where one type more is off, the largest effect first",
  });
  const map = createPicture({
    label: `Change of length where a position is off besides, ${rows} by ${columns}`,
    layout: tileLayout({ count: 1, rows, columns, across: 1 }),
    told,
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${signed(changes[row * columns + column], 4)}`,
    choose: ({ row, column }) => toggle(`position-${row}-${column}`),
  });
  /** @type {import("./ask.js").Answer | null} */
  let answer = null;

  function show() {
    if (!answer) return;
    const { lengths, withoutType, withoutPosition, off } = answer;
    const digit = shownDigit(store.state);
    const now = lengths[digit];
    heading.textContent = `What one part more costs ${names[digit]}, now ${now.toFixed(3)} long`;
    const ranked = withoutType
      .map((without, type) => ({ type, change: without[digit] - now }))
      .sort((one, other) => one.change - other.change || one.type - other.type);
    chart.show(
      ranked.map(({ type, change }) => ({
        ...{ index: type, name: String(type), value: change },
        words: `type ${type}: ${signed(change, 4)}${off.includes(`type-${type}`) ? ", is off" : ""}`,
      })),
    );
    table.show(
      ["type", "change of length"],
      ranked.map(({ type, change }) => [`type ${type}`, signed(change, 4)]),
    );
    const [first] = ranked;
    const help = ranked.filter(({ change }) => change > 0).length;
    most.textContent =
      first && first.change < 0
        ? `Type ${first.type} costs most: ${signed(first.change, 4)}. Without any one of ${help} types the capsule would be longer.`
        : "No type costs anything.";
    changes = Float32Array.from(withoutPosition, (without) => without[digit] - now);
    const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
    const range = domain(changes, { signed: true, floor: 1e-6 });
    map.paint(changes, { palette, domain: range });
    legend.show(palette, range, "blue is a loss");
  }

  store.watch(["digit", "dark"], show);
  return {
    /** @param {import("./ask.js").Answer} newest */
    show(newest) {
      answer = newest;
      show();
    },
    words: most,
    roots: [
      element(
        "section",
        { class: "ranked-types", "aria-label": "Types" },
        element("div", { class: "part-head" }, heading, table.root),
        chart.root,
      ),
      fitted(element("h3", {}, "Positions"), map.root, legend.root),
    ],
  };
}
