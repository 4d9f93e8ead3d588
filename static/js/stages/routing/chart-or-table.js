/** A chart and the table of its numbers in one place: one of them is shown. */

import { choice, element } from "../../widgets/dom.js";

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {string} options.title
 * @param {HTMLElement} options.chart
 * @param {HTMLElement} options.table
 * @param {() => void} [options.opened] told when the table is shown
 * @param {HTMLElement[]} options.words between the heading and them
 * @param {HTMLElement | null} [options.more] beside the choice
 */
export function createChartOrTable({ label, title, chart, table, opened, words, more = null }) {
  const scroll = element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": `${title}, as a table` },
    table,
  );
  const shown = choice(
    `${label}: chart or table`,
    /** @type {const} */ ([
      { value: "chart", text: "chart" },
      { value: "table", text: "table" },
    ]),
    open,
  );

  /** @param {"chart" | "table"} which */
  function open(which) {
    shown.show(which);
    chart.hidden = which !== "chart";
    scroll.hidden = which !== "table";
    if (which === "table") opened?.();
  }
  open("chart");

  return {
    root: element(
      "section",
      { class: "chart-or-table", "aria-label": label },
      element("h3", {}, title),
      element("div", { class: "row" }, shown.root, ...(more ? [more] : [])),
      ...words,
      chart,
      scroll,
    ),
  };
}
