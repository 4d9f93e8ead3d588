/** The numbers of a chart as a table that is unfolded below it. */

import { element, loadStyles } from "../dom.js";

/** @param {{summary: string, caption: string}} words */
export function createChartTable({ summary, caption }) {
  void loadStyles("charts");
  const head = element("tr", {});
  const body = element("tbody", {});
  /** @type {{heads: readonly string[], rows: readonly (readonly string[])[]}} */
  let newest = { heads: [], rows: [] };
  const root = element(
    "details",
    { class: "plot-table", ontoggle: () => fill() },
    element("summary", {}, summary),
    element(
      "div",
      { class: "scroll plot-scroll", tabindex: 0, role: "region", "aria-label": summary },
      element(
        "table",
        { class: "numbers" },
        element("caption", {}, caption),
        element("thead", {}, head),
        body,
      ),
    ),
  );

  function fill() {
    // A closed table costs nothing.
    if (!root.open) return;
    head.replaceChildren(...newest.heads.map((text) => element("th", { scope: "col" }, text)));
    body.replaceChildren(
      ...newest.rows.map(([name, ...cells]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          ...cells.map((text) => element("td", { class: "number" }, text)),
        ),
      ),
    );
  }

  return {
    root,
    /**
     * @param {readonly string[]} heads one a column
     * @param {readonly (readonly string[])[]} rows the first cell of each is its name
     */
    show(heads, rows) {
      newest = { heads, rows };
      fill();
    },
  };
}
