/** A dialog that lists the keys of the page, and nothing that is no key. */

import { classNoun } from "../state/state.js";
import { element } from "../widgets/dom.js";

/**
 * @typedef {{keys: string[], does: string}} Line keys of which each does the same, or its opposite
 */

/**
 * @param {import("../state/state.js").Model} model
 * @returns {{name: string, lines: Line[]}[]}
 */
function listOf(model) {
  const last = Math.min(9, model.config.classes - 1);
  return [
    {
      name: "Anywhere",
      lines: [
        {
          keys: [`0 to ${last}`],
          does: `look at the capsule of a ${classNoun(model)}; again: of the one that is read`,
        },
        { keys: ["[", "]"], does: "the view before, the next" },
        { keys: ["Ctrl+Z", "Ctrl+Shift+Z"], does: "undo a stroke, draw it again" },
        {
          keys: ["Esc"],
          does: "close the explanation, let the unit go, then the digit, end Present, leave the lab",
        },
        { keys: ["P"], does: "present: full screen, larger type" },
        { keys: ["?"], does: "these keys" },
      ],
    },
    {
      name: "In a picture",
      lines: [
        { keys: ["←", "→", "↑", "↓"], does: "from cell to cell" },
        { keys: ["Home", "End"], does: "the first and the last cell of the row" },
        { keys: ["Page Up", "Page Down"], does: "the part before, the next" },
        { keys: ["Enter"], does: "keep the unit; again: explain it; again: let it go" },
      ],
    },
    {
      name: "On a slider",
      lines: [
        { keys: ["←", "→"], does: "a little less, a little more" },
        { keys: ["Enter"], does: "keep its number in the inspector" },
      ],
    },
    {
      name: "In the tour",
      lines: [{ keys: ["F6"], does: "between its card and what it points at" }],
    },
  ];
}

/** @param {import("../state/store.js").Store} store */
export function createKeysList(store) {
  const body = element("div", { class: "keys-body" });
  const close = element("button", { type: "button", onclick: () => dialog.close() }, "Close");
  const dialog = element(
    "dialog",
    {
      ...{ id: "keys", class: "table-dialog", "aria-labelledby": "keys-title" },
      // Keys pressed here are none of the page's own.
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
      onclick: (/** @type {MouseEvent} */ { target }) => {
        if (target === dialog) dialog.close();
      },
    },
    element("div", { class: "row table-head" }, element("h2", { id: "keys-title" }, "Keys"), close),
    body,
  );
  document.body.append(dialog);
  return {
    open() {
      body.replaceChildren(...listOf(store.state.model).map(group));
      dialog.showModal();
      close.focus();
    },
  };
}

/** @param {ReturnType<typeof listOf>[number]} listed */
function group({ name, lines }) {
  const rows = lines.flatMap(({ keys, does }) => [
    element("dt", {}, ...keys.map((key) => element("kbd", {}, key))),
    element("dd", {}, does),
  ]);
  return element(
    "section",
    {},
    element("h3", {}, name),
    element("dl", { class: "keys-list" }, ...rows),
  );
}
