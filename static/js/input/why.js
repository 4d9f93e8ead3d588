/** Why the shown class is read: words whose types of capsules can be pointed at and pinned. */

import { element } from "../widgets/dom.js";
import { pointing } from "../widgets/pointing.js";
import { togglePin } from "../widgets/selection.js";
import { sameUnit } from "../network/units.js";
import { shownDigit, watchTrace } from "../state/state.js";
import { strongestOf, whyTitle, whyWords } from "./why-words.js";

/** @typedef {import("./why-words.js").Piece} Piece */

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Scope} store
 */
export function mount(root, store) {
  const title = element("h2", { id: "why-title" });
  const text = element("p", { class: "why-words" });
  /** @type {{type: number, root: HTMLButtonElement}[]} */
  let types = [];
  let form = ""; // which pieces are types
  root.append(title, text);

  /** @param {number} place among the types that are named */
  function unitOf(place) {
    const { trace, model } = store.state;
    if (!trace) throw new RangeError("there is no trace yet");
    return strongestOf(trace, model, types[place].type, shownDigit(store.state));
  }

  /** @param {number} place */
  function createType(place) {
    const button = element("button", {
      ...{ type: "button", class: "why-type", title: "Pins its primary capsule that adds most" },
      ...pointing(store, () => unitOf(place)),
      onclick: () => togglePin(store, unitOf(place)),
    });
    types.push({ type: 0, root: button });
    return button;
  }

  /** @param {Piece[]} pieces */
  function show(pieces) {
    const asked = pieces.map((piece) => (typeof piece === "string" ? "w" : "t")).join("");
    if (asked !== form) {
      form = asked;
      types = [];
      let place = 0;
      text.replaceChildren(
        ...pieces.map((piece) =>
          typeof piece === "string" ? document.createTextNode("") : createType(place++),
        ),
      );
    }
    // The same nodes with other words: a button keeps the focus.
    let place = 0;
    pieces.forEach((piece, index) => {
      const node = text.childNodes[index];
      if (typeof piece !== "string") types[place++].type = piece.type;
      const words = typeof piece === "string" ? piece : piece.words;
      if (node.textContent !== words) node.textContent = words;
    });
  }

  watchTrace(store, ["trace", "digit", "input"], (trace, state) => {
    const digit = shownDigit(state);
    const question = whyTitle(trace, state.model, digit);
    if (title.textContent !== question) title.textContent = question;
    show(whyWords(trace, state.model, digit, state.input.kind === "strokes"));
  });
  watchTrace(store, ["trace", "digit", "pinned"], (_, { pinned }) => {
    types.forEach(({ root: button }, place) =>
      button.setAttribute("aria-pressed", String(sameUnit(pinned, unitOf(place)))),
    );
  });
}
