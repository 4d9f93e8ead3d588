/** What the network for two digits says: ten lengths, the two longest, and whose pictures are shown. */

import { element } from "../../widgets/dom.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { ranked, tellBlank, tellReading, tellShown } from "./reading-words.js";

/**
 * @param {readonly string[]} names of the classes
 * @param {(place: number, digit: number | null) => void} choose
 */
export function createReading(names, choose) {
  const verdict = element("p", { class: "verdict", role: "status", "data-reading": "" });
  const words = element("p", { class: "quiet", "data-asked": "" });
  const lengths = createLengths(names);
  const selects = ["first", "second"].map((word, place) => {
    const select = element(
      "select",
      {
        "aria-label": `Capsule of the ${word} colour`,
        onchange: () => choose(place, select.value === "" ? null : Number(select.value)),
      },
      element("option", { value: "" }, "one of the two longest"),
      ...names.map((name, digit) => element("option", { value: digit }, `capsule ${name}`)),
    );
    return select;
  });
  const table = createChartTable({
    summary: "Lengths as a table",
    caption: "Length of each capsule, the longest first",
  });
  return {
    root: element(
      "section",
      { class: "stack", "aria-label": "What the network reads" },
      element("h3", {}, "What the network reads"),
      verdict,
      lengths.root,
      table.root,
      element("h3", {}, "Whose pictures"),
      element(
        "div",
        { class: "row" },
        ...selects.map((select, place) =>
          element(
            "span",
            { class: "ink-choice" },
            element("span", { class: "swatch", "data-ink": place }),
            select,
          ),
        ),
      ),
      words,
    ),
    /**
     * @param {Object} said
     * @param {Float32Array} said.lengths
     * @param {readonly (number | null)[]} said.given classes of the two digits, where they are known
     * @param {readonly boolean[]} said.blank whether nothing was given
     * @param {readonly [number, number]} said.shown classes whose pictures are shown
     * @param {readonly (number | null)[]} said.chosen those that a person chose
     */
    show({ lengths: numbers, given, blank, shown, chosen }) {
      verdict.textContent = tellBlank(blank) + tellReading(numbers, names, given);
      words.textContent = tellShown(shown, numbers, names);
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
      selects.forEach((select, place) => (select.value = String(chosen[place] ?? "")));
    },
  };
}

/**
 * The lengths as bars, marked in the two colours of the pictures.
 * @param {readonly string[]} names of the classes
 */
function createLengths(names) {
  const rows = names.map((name, digit) => {
    const bar = element("span", { class: "length-bar" });
    const number = element("span", { class: "number" }, "–");
    const swatch = element("span", { class: "swatch" });
    const root = element(
      "li",
      { "data-pair-digit": digit },
      swatch,
      element("span", { class: "length-name" }, name),
      element("span", { class: "length-track" }, bar),
      number,
    );
    return { root, bar, number, swatch };
  });
  return {
    root: element(
      "ul",
      { class: "lengths pair-lengths", "aria-label": "Lengths" },
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
