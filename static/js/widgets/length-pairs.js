/** Two lengths of every class beside each other, and a line from one to the other. */

import { element, loadStyles } from "./dom.js";
import { signed } from "./numbers.js";

/**
 * @param {Object} options
 * @param {readonly string[]} options.names of the classes
 * @param {string} options.noun
 * @param {string} options.first what the first column is; its mark is ○, the second's ●
 */
export function createLengthPairs({ names, noun, first }) {
  void loadStyles("length-pairs");
  const rows = names.map((name) => {
    const track = element("span", { class: "dumbbell", "aria-hidden": "true" });
    const [line, from, to] = ["dumbbell-line", "dumbbell-even", "dumbbell-routed"].map((part) =>
      element("span", { class: part }),
    );
    track.append(line, from, to);
    const cells = Array.from({ length: 3 }, () => element("td", { class: "number" }));
    const root = element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      cells[0],
      cells[1],
      cells[2],
      element("td", {}, track),
    );
    return { root, cells, line, from, to };
  });
  const lastHead = element("th", { scope: "col" }, "●");
  const table = element(
    "table",
    { class: "numbers length-pairs", "data-table": "lengths", "data-figure": true },
    element("caption", {}, `Length of each ${noun}`),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, noun),
        element("th", { scope: "col" }, `${first} ○`),
        lastHead,
        element("th", { scope: "col" }, "difference"),
        element("th", { scope: "col" }, "0 to 1"),
      ),
    ),
    element("tbody", {}, ...rows.map(({ root }) => root)),
  );
  return {
    root: element("div", { class: "scroll" }, table),
    /**
     * @param {ArrayLike<number> | null} before null where there is nothing to compare with
     * @param {ArrayLike<number> | null} after the same; one of both is there
     * @param {{head: string, winner: number | null}} words of the second column, and the marked row
     */
    show(before, after, { head, winner }) {
      lastHead.textContent = `${head} ●`;
      rows.forEach(({ root, cells, line, from, to }, digit) => {
        const only = before?.[digit] ?? after?.[digit] ?? 0;
        const [start, end] = [before?.[digit] ?? only, after?.[digit] ?? only];
        cells[0].textContent = before ? start.toFixed(3) : "–";
        cells[1].textContent = after ? end.toFixed(3) : "–";
        cells[2].textContent = before && after ? signed(end - start, 3) : "–";
        from.style.left = `${100 * start}%`;
        to.style.left = `${100 * end}%`;
        line.style.left = `${100 * Math.min(start, end)}%`;
        line.style.width = `${100 * Math.abs(end - start)}%`;
        root.toggleAttribute("data-winner", digit === winner);
      });
    },
  };
}
