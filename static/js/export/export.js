/** Export: what the page shows as files, and as a program that computes it anew. */

import { postTraceFile } from "../server/api.js";
import { element } from "../widgets/dom.js";
import { traceRequest } from "../server/trace-request.js";
import { FIELDS } from "../server/trace.js";
import { createActions, nameOfView, slug } from "./actions.js";
import { createCitation } from "./citation.js";
import { createPictureList } from "./picture-list.js";
import { createProgram } from "./program.js";

/** Forms in which the server answers a trace. */
const FORMS = [
  { ending: "safetensors", type: "application/vnd.safetensors", text: "safetensors" },
  { ending: "npz", type: "application/x-npz", text: "NPZ" },
  { ending: "json", type: "application/json", text: "JSON" },
];

/**
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("../page/address.js").Address} address
 */
export function createExport(store, address) {
  const words = element("p", { class: "quiet", role: "status" });
  const actions = createActions(words);
  const program = createProgram(actions);
  const pictures = createPictureList(store, address, actions);
  const close = element("button", { type: "button", onclick: () => dialog.close() }, "Close");
  const dialog = element(
    "dialog",
    {
      id: "export",
      "aria-labelledby": "export-title",
      onclose: end,
      // Keys pressed here are none of the page's own.
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
      onclick: (/** @type {MouseEvent} */ { target }) => {
        if (target === dialog) dialog.close();
      },
    },
    element(
      "div",
      { class: "row export-head" },
      element("h2", { id: "export-title" }, "Export"),
      words,
      element("span", { class: "push" }, close),
    ),
    element(
      "div",
      { class: "export-body" },
      element(
        "div",
        { class: "stack" },
        section(
          "Every number",
          "The whole trace of the input on the page, votes included: exact float32, computed anew by the server.",
          element(
            "div",
            { class: "row" },
            ...FORMS.map(({ ending, type, text }) =>
              actions.button(text, `Save the trace as ${text}`, () => saveTrace(ending, type)),
            ),
          ),
        ),
        section(
          "As a program",
          "Run from the project's root, it prints the lengths on the page and decodes the capsule that is looked at, with its sliders where they were moved.",
          program.root,
        ),
      ),
      section(
        "Figures for a paper",
        "What is shown now, in 8 pt type, with its caption. SVG keeps words, lines and dots as such; PNG has 300 dots per inch.",
        pictures.root,
        createCitation(actions),
      ),
    ),
  );
  document.body.append(dialog);
  /** @type {import("../state/store.js").Scope | null} */
  let scope = null; // while the dialog is open

  /**
   * @param {string} ending
   * @param {string} form
   */
  async function saveTrace(ending, form) {
    const { body, type, query } = traceRequest(store.state);
    const file = await postTraceFile(body, type, { ...query, fields: FIELDS.join() }, form);
    actions.save(`trace-${slug(nameOfView(store.state))}.${ending}`, file);
  }

  function end() {
    scope?.dispose();
    scope = null;
  }

  return {
    open() {
      actions.say("");
      pictures.show();
      dialog.showModal();
      close.focus();
      scope = store.scope();
      program.follow(scope);
    },
  };
}

/**
 * @param {string} title
 * @param {string} words
 * @param {...HTMLElement} content
 */
function section(title, words, ...content) {
  return element(
    "section",
    { class: "stack", "aria-label": title },
    element("h3", {}, title),
    element("p", { class: "quiet" }, words),
    ...content,
  );
}
