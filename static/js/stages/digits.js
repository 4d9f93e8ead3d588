/** Digit capsules: every number of every class's capsule, and the lengths with their margins. */

import { css, diverging, domain, position, textColor } from "../color.js";
import { element, signed } from "../dom.js";

export const title = "Digit capsules: one vector for each class";

/** The lengths that training aims at: at least this for the class that is there… */
const PRESENT = 0.9;
/** …and at most this for every other. */
const ABSENT = 0.1;

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 */
export function mount(root, store) {
  const { class_names: names, config } = store.state.model;
  const cells = names.map(() =>
    Array.from({ length: config.digit_dimensions }, () => element("td", { class: "number" })),
  );
  const lengths = names.map(() => element("td", { class: "number" }));
  const bars = names.map(() => element("span", { class: "length-bar" }));
  const rows = names.map((name, digit) =>
    element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        element(
          "button",
          { type: "button", class: "link", onclick: () => store.update({ digit }) },
          name,
        ),
      ),
      ...cells[digit],
      lengths[digit],
      element("td", {}, element("span", { class: "length-track with-margins" }, bars[digit])),
    ),
  );
  const table = element(
    "table",
    { class: "matrix" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, "class"),
        ...Array.from({ length: config.digit_dimensions }, (_, index) =>
          element("th", { scope: "col" }, String(index)),
        ),
        element("th", { scope: "col" }, "length"),
        element("th", { scope: "col" }, `margins ${ABSENT} and ${PRESENT}`),
      ),
    ),
    element("tbody", {}, ...rows),
  );
  const verdict = element("p", { class: "formula" });
  root.append(
    element(
      "p",
      { class: "story" },
      `The direction of a class's capsule describes how it was drawn, its length says how sure the network is that it is there. Training asks for a length of at least ${PRESENT} for the class that is there and at most ${ABSENT} for the others. The lengths are not probabilities: they need not add up to 1.`,
    ),
    element(
      "p",
      { class: "quiet" },
      "The capsules v after the last routing iteration; colours are symmetric around zero, over the whole table.",
    ),
    element(
      "div",
      {
        class: "scroll",
        tabindex: 0,
        role: "region",
        "aria-label": "Numbers of the digit capsules",
      },
      table,
    ),
    verdict,
  );

  store.watch(["trace", "dark", "digit"], () => {
    const { trace, dark, digit: chosen } = store.state;
    if (!trace) return;
    const palette = dark ? diverging.dark : diverging.light;
    const values = trace.slice("digits", trace.iterations - 1);
    const range = domain(values, { signed: true });
    const sizes = trace.values("lengths");
    names.forEach((_, digit) => {
      cells[digit].forEach((cell, dimension) => {
        const value = values[digit * config.digit_dimensions + dimension];
        const t = position(value, range);
        cell.textContent = signed(value, 2);
        cell.style.background = css(palette, t);
        cell.style.color = textColor(palette, t);
      });
      lengths[digit].textContent = sizes[digit].toFixed(3);
      bars[digit].style.width = `${100 * sizes[digit]}%`;
      rows[digit].toggleAttribute("data-winner", digit === trace.prediction && !trace.isBlank);
      rows[digit].toggleAttribute("data-chosen", digit === chosen);
    });
    const order = [...sizes.keys()].sort((one, other) => sizes[other] - sizes[one]);
    verdict.textContent = trace.isBlank
      ? "Nothing is drawn."
      : `${names[order[0]]} is longest with ${sizes[order[0]].toFixed(3)}; second is ${names[order[1]]} with ${sizes[order[1]].toFixed(3)}, shorter by ${(sizes[order[0]] - sizes[order[1]]).toFixed(3)}.`;
  });
}
