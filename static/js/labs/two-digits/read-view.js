/** What the network for two digits says: ten lengths, the two longest, and what network it is. */

import { element } from "../../widgets/dom.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { createNetworkChoice } from "./network-choice.js";
import { ranked, tellBlank, tellNetwork, tellReading } from "./reading-words.js";

/**
 * @param {import("./pair.js").Pair} pair
 * @returns {import("./pair.js").View}
 */
export function mountRead({ networks, settings, set }) {
  const verdict = element("p", { class: "verdict", role: "status", "data-reading": "" });
  const facts = element("p", { class: "quiet", "data-network": "" });
  const lengths = createLengths(networks[0].class_names);
  const table = createChartTable({
    summary: "Table",
    caption: "Length of each capsule, the longest first",
  });
  const choice = createNetworkChoice(networks, (network) => set({ network }));
  return {
    roots: [
      element(
        "div",
        { class: "reading" },
        lengths.root,
        element("div", { class: "stack" }, verdict, facts),
      ),
    ],
    tools: [table.root, choice.root],
    settle: () => choice.show(settings().network),
    show({ reading: { lengths: numbers, network }, names, given, blank, shown }) {
      verdict.textContent = tellBlank(blank) + tellReading(numbers, names, given);
      facts.textContent = tellNetwork(network);
      lengths.show(numbers, shown);
      const order = ranked(numbers);
      table.show(
        ["digit", "length", "shorter than the one before"],
        order.map((digit, place) => [
          names[digit],
          numbers[digit].toFixed(4),
          place === 0 ? "" : (numbers[order[place - 1]] - numbers[digit]).toFixed(4),
        ]),
      );
    },
  };
}

/**
 * The lengths as bars, marked in the two colours of the pictures.
 * @param {readonly string[]} names of the classes
 */
function createLengths(names) {
  const rows = names.map((name, digit) => {
    const bar = element("span", { class: "pair-bar" });
    const number = element("span", { class: "number" }, "–");
    const swatch = element("span", { class: "swatch" });
    const root = element(
      "li",
      { "data-pair-digit": digit },
      swatch,
      element("span", { class: "pair-name" }, name),
      element("span", { class: "pair-track" }, bar),
      number,
    );
    return { root, bar, number, swatch };
  });
  return {
    root: element(
      "ul",
      { class: "pair-lengths", "aria-label": "Lengths" },
      ...rows.map(({ root }) => root),
    ),
    /**
     * @param {Float32Array} lengths
     * @param {readonly [number, number]} shown classes whose pictures are shown
     */
    show(lengths, shown) {
      const longest = ranked(lengths).slice(0, 2);
      rows.forEach(({ root, bar, number, swatch }, digit) => {
        number.textContent = lengths[digit].toFixed(3);
        bar.style.transform = `translateX(${100 * (lengths[digit] - 1)}%)`;
        root.toggleAttribute("data-winner", longest.includes(digit));
        const ink = shown.indexOf(digit);
        if (ink < 0) delete swatch.dataset.ink;
        else swatch.dataset.ink = String(ink);
      });
    },
  };
}
