/** How the length of every class's capsule changes from iteration to iteration. */

import { element } from "../../widgets/dom.js";
import { followKeys, stepInList } from "../../widgets/arrow-keys.js";
import { followPointer } from "../../widgets/pointing.js";
import { createReadout } from "../../widgets/readout.js";
import { togglePin } from "../../widgets/selection.js";
import { classNoun, shownDigit, shownIteration, watchTrace } from "../../state/state.js";
import { byLength } from "../../network/longest.js";
import { createChartOrTable } from "./chart-or-table.js";
import { createLengthLines } from "./length-lines.js";
import { createLengthTable } from "./length-table.js";
import { lengthsOf } from "./lengths.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountLengthChart(store) {
  const { model } = store.state;
  const { class_names: names } = model;
  const noun = classNoun(model);
  const frame = element("div", {
    class: "chart length-lines",
    tabindex: 0,
    role: "application",
    "aria-label": `Length of each ${noun} by iteration. Up and down go from ${noun} to ${noun}, from the longest; Enter pins.`,
  });
  const lines = createLengthLines(frame, names);
  const readout = createReadout();
  const words = () =>
    pointed === null
      ? null
      : `${names[pointed]}: ${lengths[pointed].map((value) => value.toFixed(3)).join(", ")}`;
  const table = createLengthTable(store);
  /** Length of each class after each iteration. @type {number[][]} */
  let lengths = [];
  /** Classes from long to short, after the last iteration. @type {number[]} */
  let order = [];
  /** @type {number | null} */
  let pointed = null;
  /** @type {number | null} */
  let last = null; // the class that was pointed at last

  /** @param {number | null} digit */
  function point(digit) {
    if (pointed === digit) return;
    pointed = digit;
    last = digit ?? last;
    store.update({ pointed: digit === null ? null : { kind: "digit", digit } });
    readout.tell(words());
  }

  function press() {
    if (pointed !== null) togglePin(store, { kind: "digit", digit: pointed });
  }

  followPointer(frame, { at: lines.digitAt, point, press });
  followKeys(frame, {
    start: () => last ?? order[0] ?? null,
    step(event) {
      const to = stepInList(event, order.indexOf(last ?? order[0]), order.length);
      return to === null ? null : (order[to] ?? null);
    },
    move: point,
    press,
  });

  watchTrace(store, ["trace", "digit", "iteration"], (trace) => {
    lengths = lengthsOf(trace);
    order = byLength(lengths.map((own) => own[own.length - 1]));
    const digit = shownDigit(store.state);
    const rival = order.find((each) => each !== digit) ?? null;
    lines.show(lengths, { digit, rival, iteration: shownIteration(store.state) });
    table.show(lengths, order);
    if (pointed !== null) readout.refresh(words());
  });
  store.watch(["linked"], () => lines.showLinked(store.state.linked?.digits ?? []));
  return createChartOrTable({
    label: `Length of each ${noun}`,
    title: `Length of each ${noun} by iteration`,
    chart: element("div", { class: "chart-room" }, frame, readout.root),
    ...{ table: table.root, opened: table.fill, words: [table.verdict] },
  });
}
