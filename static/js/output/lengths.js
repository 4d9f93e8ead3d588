/** The lengths of the digit capsules, each the confidence in its class, and the choice of one. */

import { element } from "../widgets/dom.js";
import { pointing } from "../widgets/pointing.js";
import { watchTrace } from "../state/state.js";

/** As many classes, of names as short, stand in one row. */
const ONE_ROW = { classes: 10, letters: 2 };

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const list = element("ul", {
    ...{ class: "lengths", "data-figure": true },
    "aria-label": "Lengths of the digit capsules",
  });
  root.append(list);
  /** @type {{row: HTMLElement, button: HTMLButtonElement, bar: HTMLElement, number: HTMLElement}[]} */
  let rows = [];
  let winner = -1;

  store.watch(["model"], () => {
    const { class_names } = store.state.model;
    const letters = Math.max(...class_names.map((name) => name.length));
    const one = class_names.length <= ONE_ROW.classes && letters <= ONE_ROW.letters;
    list.dataset.shape = one ? "row" : letters <= ONE_ROW.letters ? "letters" : "names";
    winner = -1;
    rows = class_names.map((name, index) => {
      const bar = element("span", { class: "length-bar" });
      const number = element("span", { class: "number", "data-length": true }, "–");
      const button = element(
        "button",
        {
          type: "button",
          tabindex: index === 0 ? 0 : -1, // one stop of the Tab key
          title: `Look at ${name}; again to follow the winner`,
          onclick: () => store.update({ digit: store.state.digit === index ? null : index }),
          ...pointing(store, () => ({ kind: "digit", digit: index })),
        },
        element("span", { class: "length-track" }, bar),
        element("span", { class: "length-name" }, name),
        number,
      );
      return { row: element("li", { "data-digit": index }, button), button, bar, number };
    });
    list.replaceChildren(...rows.map(({ row }) => row));
  });
  let arrows = false; // whether what moves between the buttons is on its way
  store.watch(["painted"], () => {
    if (arrows || store.state.painted === 0) return;
    arrows = true;
    // Only now: nobody has to wait for it before the first numbers.
    setTimeout(() =>
      import("../widgets/one-tab-stop.js").then(
        ({ oneTabStop }) => oneTabStop(list),
        () => (arrows = false),
      ),
    );
  });
  store.watch(["linked", "model"], () => {
    rows.forEach(({ row }, index) =>
      row.toggleAttribute("data-linked", store.state.linked?.digits.includes(index) ?? false),
    );
  });
  watchTrace(store, ["trace", "digit"], (trace, { digit }) => {
    const lengths = trace.values("lengths");
    rows.forEach(({ row, button, bar, number }, index) => {
      const length = lengths[index].toFixed(2);
      if (number.textContent !== length) number.textContent = length;
      // Not by its height: the page would be laid out anew with each answer.
      bar.style.setProperty("--length", String(lengths[index]));
      row.toggleAttribute("data-winner", index === trace.prediction && !trace.isBlank);
      const pressed = String(index === digit);
      if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
    });
    if (winner !== trace.prediction && list.dataset.shape !== "row") {
      const { offsetTop } = rows[trace.prediction].row;
      list.scrollTop = offsetTop - rows[0].row.offsetTop;
    }
    winner = trace.prediction;
  });
}
