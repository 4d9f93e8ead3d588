/** The lengths by iteration as a table: every number of the chart beside it. */

import { element } from "../../widgets/dom.js";
import { classNoun, shownDigit, shownIteration } from "../../state/state.js";

/** @param {import("../../state/store.js").Scope} store */
export function createLengthTable(store) {
  const { class_names: names } = store.state.model;
  const noun = classNoun(store.state.model);
  const head = element("tr", {});
  const body = element("tbody", {});
  const verdict = element("p", { class: "quiet" });
  const root = element(
    "table",
    { class: "numbers lengths-table" },
    element("caption", {}, `Length of each ${noun} after each iteration, longest first`),
    element("thead", {}, head),
    body,
  );
  /** @type {number[][]} */
  let lengths = [];
  /** @type {number[]} */
  let order = [];

  function fill() {
    if (lengths.length === 0) return;
    tell();
    // A table that is not shown costs nothing while the pen moves.
    if (root.closest("[hidden]")) return;
    const { state } = store;
    const iterations = lengths[0].length;
    const shown = shownIteration(state);
    head.replaceChildren(
      element("th", { scope: "col" }, noun),
      ...Array.from({ length: iterations }, (_, at) =>
        element("th", { scope: "col", "data-shown": at === shown }, String(at + 1)),
      ),
    );
    body.replaceChildren(
      ...order.map((digit) =>
        element(
          "tr",
          { "data-shown": digit === shownDigit(state) },
          element("th", { scope: "row" }, names[digit]),
          ...lengths[digit].map((value) => element("td", { class: "number" }, value.toFixed(3))),
        ),
      ),
    );
  }

  function tell() {
    const [first, second] = order;
    const [longest, next] = [first, second].map((digit) => lengths[digit]?.at(-1) ?? 0);
    verdict.textContent =
      second === undefined
        ? ""
        : `After the last iteration ${names[first]} is longest; second is ${names[second]}, shorter by ${(longest - next).toFixed(3)}.`;
  }

  return {
    ...{ root, verdict, fill },
    /**
     * @param {number[][]} newest length of each class after each iteration
     * @param {number[]} sorted classes from long to short
     */
    show(newest, sorted) {
      lengths = newest;
      order = sorted;
      fill();
    },
  };
}
