/** The glossary: a dialog with the network's words, their formulas, and the way to see them. */

import { openStage } from "../state/state.js";
import { element } from "../widgets/dom.js";
import { mathElement } from "../widgets/mathml.js";
import { FORMULAS } from "../story/formulas.js";
import { termsOf } from "./terms.js";

const STAGE_NAMES = {
  draw: "Draw",
  conv1: "Conv1",
  primary: "Primary capsules",
  routing: "Routing",
  digits: "Digit capsules",
  reconstruction: "Decoder",
};

/** @param {import("../state/store.js").Store} store */
export function createGlossary(store) {
  const list = element("dl", { class: "terms-list" });
  const close = element("button", { type: "button", onclick: () => dialog.close() }, "Close");
  const dialog = element(
    "dialog",
    {
      id: "glossary",
      "aria-labelledby": "glossary-title",
      // Keys pressed here are none of the page's own.
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
      onclick: (/** @type {MouseEvent} */ { target }) => {
        if (target === dialog) dialog.close();
      },
    },
    element(
      "div",
      { class: "row glossary-head" },
      element("h2", { id: "glossary-title" }, "Glossary"),
      element("span", { class: "push" }, close),
    ),
    list,
  );
  document.body.append(dialog);
  /** @type {Map<string, HTMLElement>} */
  let entries = new Map();

  /** @param {import("./terms.js").Term} term */
  function entry({ name, meaning, formulas = [], stage }) {
    const title = element("dt", { tabindex: -1, "data-term": name }, name);
    entries.set(name, title);
    const parts = [
      meaning,
      ...formulas.map((each) => mathElement(FORMULAS[each].formula, FORMULAS[each].label)),
      ...(stage ? [showMe(name, stage)] : []),
    ];
    return element("div", { class: "glossary-term" }, title, element("dd", {}, ...parts));
  }

  /**
   * @param {string} name
   * @param {import("../state/state.js").NetworkStage} stage
   */
  function showMe(name, stage) {
    return element(
      "button",
      {
        type: "button",
        class: "link",
        "aria-label": `show me: ${STAGE_NAMES[stage]}, for ${name}`,
        onclick: () => {
          dialog.close();
          store.update(openStage(stage));
          document.querySelector("#stage")?.scrollIntoView({ block: "nearest" });
        },
      },
      `show me: ${STAGE_NAMES[stage]}`,
    );
  }

  store.watch(["model"], () => {
    entries = new Map();
    list.replaceChildren(...termsOf(store.state.model).map(entry));
  });

  return {
    /** @param {string} [name] of the term to open at */
    open(name) {
      dialog.showModal();
      const title = name === undefined ? undefined : entries.get(name);
      for (const each of entries.values()) each.toggleAttribute("data-asked", each === title);
      if (title) {
        title.scrollIntoView({ block: "center" });
        title.focus({ preventScroll: true });
      } else {
        close.focus();
      }
    },
  };
}
