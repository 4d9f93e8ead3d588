/** The margin loss of the drawing, for a true label that a person chooses. */

import { element } from "../../widgets/dom.js";
import { mathElement } from "../../widgets/mathml.js";
import { classNoun, readIndex, watchTrace, withSwitch } from "../../state/state.js";
import { ABSENT, marginTerms, PRESENT, WEIGHT } from "../../network/margin-loss.js";
import { createLossCurves } from "./loss-curves.js";

const DECIMALS = 5;

/** @type {import("../../widgets/mathml.js").Formula} */
const LENGTH = ["‖", { sub: [{ bold: "v" }, "k"] }, "‖"];
/** @type {import("../../widgets/mathml.js").Formula} */
const T = { sub: ["T", "k"] };
/** @type {import("../../widgets/mathml.js").Formula} */
const LOSS = [
  "L",
  "=",
  {
    sum: [
      "k",
      [
        T,
        { sup: [["max", "(", "0", ",", String(PRESENT), "−", LENGTH, ")"], "2"] },
        "+",
        String(WEIGHT),
        ["(", "1", "−", T, ")"],
        { sup: [["max", "(", "0", ",", LENGTH, "−", String(ABSENT), ")"], "2"] },
      ],
    ],
  },
];

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mountMarginLoss(root, store) {
  const { model } = store.state;
  const { class_names: names } = model;
  const noun = classNoun(model);
  const asRead = element("option", { value: "" });
  const select = element(
    "select",
    {
      "aria-label": "True label",
      onchange: () => store.update(withSwitch(store.state, "label", select.value || "read")),
    },
    asRead,
    ...names.map((name, digit) => element("option", { value: digit }, name)),
  );
  const curves = createLossCurves(names);
  const table = createTable(names, noun);
  const words = element("p", { class: "quiet" });
  root.append(
    element(
      "section",
      { class: "margin-loss", "aria-label": "Margin loss" },
      element(
        "div",
        { class: "loss-left" },
        element(
          "label",
          { class: "row" },
          element("span", { class: "quiet" }, `If the true ${noun} were`),
          select,
        ),
        curves.root,
        words,
      ),
      table.root,
      createFormula(),
    ),
  );

  watchTrace(store, ["trace", "switches"], (trace) => {
    const chosen = readIndex(store.state, "label", names.length); // null: the class that is read
    select.value = chosen === null ? "" : String(chosen);
    const lengths = trace.values("lengths");
    asRead.textContent = `as read: ${names[trace.prediction]}`;
    const label = chosen ?? trace.prediction;
    const terms = marginTerms(lengths, label);
    table.show(terms, lengths);
    curves.show(terms, lengths);
    const missed = terms.filter(({ beyond }) => beyond > 0).length;
    words.textContent =
      missed === 0
        ? "Every length is on the right side of its margin: by this loss, nothing is left to learn from this drawing."
        : `${missed} of ${names.length} lengths ${missed === 1 ? "is" : "are"} on the wrong side of the margin; the others add nothing. To this, training adds how far the picture is from the drawing.`;
  });
}

function createFormula() {
  return element(
    "div",
    {
      class: "explained-formula",
      // It scrolls where the screen is narrow.
      tabindex: 0,
      role: "region",
      "aria-label": "Formula of the margin loss",
    },
    mathElement(
      LOSS,
      `L is the sum over classes k of T times max of 0 and ${PRESENT} minus the length of v, squared, plus ${WEIGHT} times 1 minus T times max of 0 and the length of v minus ${ABSENT}, squared`,
    ),
  );
}

/**
 * A term for each class, and their sum.
 * @param {string[]} names
 * @param {string} noun
 */
function createTable(names, noun) {
  const rows = names.map((name) => {
    const cells = [
      element("td", { class: "number" }),
      element("td", { class: "number terms-formula" }),
    ];
    const value = element("td", { class: "number", "data-term": true });
    const root = element("tr", {}, element("th", { scope: "row" }, name), ...cells, value);
    return { root, cells, value };
  });
  const total = element("td", { class: "number", "data-total": true });
  const heads = [noun, "T", "its term", "value"].map((head) =>
    element("th", { scope: "col" }, head),
  );
  const foot = element("th", { scope: "row", colspan: 3 }, "sum, L");
  const table = element(
    "table",
    { class: "loss-table" },
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows.map(({ root }) => root)),
    element("tfoot", {}, element("tr", {}, foot, total)),
  );
  return {
    root: element("div", { class: "scroll" }, table),
    /**
     * @param {ReturnType<typeof marginTerms>} terms
     * @param {ArrayLike<number>} lengths
     */
    show(terms, lengths) {
      rows.forEach(({ root, cells, value }, digit) => {
        const { present, value: number } = terms[digit];
        const length = lengths[digit].toFixed(3);
        cells[0].textContent = present ? "1" : "0";
        cells[1].textContent = present
          ? `max(0, ${PRESENT} − ${length})²`
          : `${WEIGHT} max(0, ${length} − ${ABSENT})²`;
        value.textContent = number.toFixed(DECIMALS);
        root.toggleAttribute("data-label", present);
        root.toggleAttribute("data-zero", number === 0);
      });
      total.textContent = terms.reduce((sum, { value }) => sum + value, 0).toFixed(DECIMALS);
    },
  };
}
