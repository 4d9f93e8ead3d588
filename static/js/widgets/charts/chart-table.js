/** The numbers of a chart as a table, in a dialog over the page. */

import { element, loadStyles } from "../dom.js";

/** @param {{summary: string, caption: string}} words on the button, and above the table */
export function createChartTable({ summary, caption }) {
  const head = element("tr", {});
  const body = element("tbody", {});
  /** @type {{heads: readonly string[], rows: readonly (readonly string[])[]}} */
  let newest = { heads: [], rows: [] };
  /** The open one. @type {HTMLDialogElement | null} */
  let dialog = null;
  const root = element(
    "button",
    { type: "button", class: "table-button", "aria-haspopup": "dialog", onclick: open },
    summary,
  );

  function open() {
    const close = element(
      "button",
      { type: "button", "aria-label": "Close the table", onclick: () => dialog?.close() },
      "✕",
    );
    const table = element(
      "table",
      { class: "numbers" },
      element("caption", { class: "unseen" }, caption),
      element("thead", {}, head),
      body,
    );
    const scroll = element(
      "div",
      { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "The numbers" },
      table,
    );
    dialog = element(
      "dialog",
      { class: "table-dialog", "aria-label": caption, onclose: end, onkeydown: keep },
      element("div", { class: "row table-head" }, element("h2", {}, caption), close),
      scroll,
    );
    document.body.append(dialog);
    fill();
    dialog.showModal();
    scroll.focus();
  }

  function end() {
    dialog?.remove();
    dialog = null;
    root.focus();
  }

  function fill() {
    // A closed table costs nothing.
    if (!dialog) return;
    head.replaceChildren(...newest.heads.map((text) => element("th", { scope: "col" }, text)));
    body.replaceChildren(
      ...newest.rows.map(([name, ...cells]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          ...cells.map((text) => element("td", { class: "number" }, text)),
        ),
      ),
    );
  }

  void loadStyles("charts");
  return {
    root,
    /**
     * @param {readonly string[]} heads one a column
     * @param {readonly (readonly string[])[]} rows the first cell of each is its name
     */
    show(heads, rows) {
      newest = { heads, rows };
      fill();
    },
  };
}

/** Keys of the dialog are not those of the page. @param {KeyboardEvent} event */
function keep(event) {
  event.stopPropagation();
}
