/** What the network for two digits says: ten lengths, the two longest, and whose pictures are shown. */

import { element } from "../../widgets/dom.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { ranked, tellReading } from "./reading-words.js";

/**
 * @param {readonly string[]} names of the classes
 * @param {(place: number, digit: number | null) => void} choose
 */
export function createOverlapAnswer(names, choose) {
  const verdict = element("p", { class: "verdict", role: "status", "data-reading": "" });
  const asked = element("p", { class: "quiet", "data-asked": "" });
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
      element(
        "ul",
        { class: "lengths pair-lengths", "aria-label": "Lengths" },
        ...rows.map(({ root }) => root),
      ),
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
      asked,
    ),
    /**
     * @param {Object} said
     * @param {Float32Array} said.lengths
     * @param {readonly (number | null)[]} said.given classes of the two digits, where they are known
     * @param {readonly boolean[]} said.blank whether nothing was given
     * @param {readonly [number, number]} said.shown classes whose pictures are shown
     * @param {readonly (number | null)[]} said.chosen those that a person chose
     */
    show({ lengths, given, blank, shown, chosen }) {
      const order = ranked(lengths);
      const [first, second] = order;
      const empty =
        blank[0] && blank[1] ? "Both digits are" : `The ${blank[0] ? "first" : "second"} digit is`;
      const missing =
        blank[0] || blank[1]
          ? `${empty} empty: the network was never trained on such an image. `
          : "";
      verdict.textContent = missing + tellReading(lengths, names, given);
      rows.forEach(({ root, bar, number, swatch }, digit) => {
        number.textContent = lengths[digit].toFixed(3);
        bar.style.transform = `translateX(${100 * (lengths[digit] - 1)}%)`;
        root.toggleAttribute("data-winner", digit === first || digit === second);
        const ink = shown.indexOf(digit);
        if (ink < 0) delete swatch.dataset.ink;
        else swatch.dataset.ink = String(ink);
      });
      table.show(
        ["digit", "length", "shorter than the one before"],
        order.map((digit, place) => [
          names[digit],
          lengths[digit].toFixed(4),
          place === 0 ? "" : (lengths[order[place - 1]] - lengths[digit]).toFixed(4),
        ]),
      );
      selects.forEach((select, place) => (select.value = String(chosen[place] ?? "")));
      const strangers = shown.filter((digit) => digit !== first && digit !== second);
      asked.textContent =
        strangers.length === 0
          ? "These are the two longest. Choose others to see what the decoder draws when it is asked for a digit that is not there."
          : `${strangers.map((digit) => `${names[digit]} (length ${lengths[digit].toFixed(3)})`).join(" and ")}: not one of the two longest. The decoder draws what it can of a digit that the network does not find here; how faint or strange that is says how much of the ink the capsule claims.`;
    },
  };
}
