/** The story beside a stage: what the layer is, in words that point at what they speak of. */

import { element } from "../widgets/dom.js";
import { mathElement } from "../widgets/mathml.js";
import { shownDigit, watchTrace } from "../state/state.js";
import { FORMULAS } from "./formulas.js";
import { storyOf } from "./texts.js";
import { createWord } from "./word.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Scope} store
 * @param {import("../state/state.js").NetworkStage} stage
 * @param {(term: string) => void} explainTerm opens the glossary
 */
export function mountStory(root, store, stage, explainTerm) {
  const text = element("p", { class: "story-text" });
  root.append(element("div", { class: "story-body" }, text, formulas()));
  /** @type {ReturnType<typeof createWord>[]} */
  let words = [];
  let told = "";

  function formulas() {
    const { formulas: names } = storyOf(stage, store.state.model, "");
    return element(
      "div",
      { class: "story-formulas", hidden: names.length === 0 },
      ...names.map((name) => mathElement(FORMULAS[name].formula, FORMULAS[name].label)),
    );
  }

  /** @param {import("./texts.js").Piece} piece */
  function pieceElement(piece) {
    if (typeof piece === "string") return piece;
    if ("term" in piece) {
      const open = () => explainTerm(piece.term);
      const title = `${piece.term}: open the glossary`;
      return element(
        "button",
        { type: "button", class: "story-term", title, onclick: open },
        piece.words,
      );
    }
    const word = createWord(store, piece);
    words.push(word);
    return word.root;
  }

  watchTrace(store, ["trace", "digit"], (trace, { model }) => {
    const shown = model.class_names[shownDigit(store.state)];
    // Written anew only where it says something else: a word may have the focus.
    if (shown !== told) {
      told = shown;
      words = [];
      text.replaceChildren(...storyOf(stage, model, shown).pieces.map(pieceElement));
    }
    for (const word of words) word.follow();
  });
  store.watch(["pinned"], () => {
    for (const word of words) word.showPin();
  });
}
