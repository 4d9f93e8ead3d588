/** A picture as large as the window has room for; it follows the numbers while it is open. */

import { element } from "./dom.js";

/**
 * @param {string} label of the picture
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onClosed
 * @returns {() => void} what paints it anew
 */
export function openEnlarged(label, canvas, onClosed) {
  const opener = document.activeElement;
  const large = element("canvas", { class: "pixels", role: "img", "aria-label": label });
  const close = element(
    "button",
    { type: "button", "aria-label": "Close the picture", onclick: () => dialog.close() },
    "✕",
  );
  const dialog = element(
    "dialog",
    {
      ...{ class: "table-dialog enlarged", "aria-labelledby": "enlarged-title" },
      onclose: end,
      // Keys of the dialog are not those of the page.
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
      onclick: (/** @type {MouseEvent} */ { target }) => {
        if (target === dialog) dialog.close();
      },
    },
    element(
      "div",
      { class: "row table-head" },
      element("h2", { id: "enlarged-title" }, label),
      close,
    ),
    element("div", { class: "fit" }, large),
  );

  function paint() {
    large.width = canvas.width;
    large.height = canvas.height;
    large.style.setProperty("--ratio", String(canvas.width / canvas.height));
    large.getContext("2d")?.drawImage(canvas, 0, 0);
  }

  function end() {
    dialog.remove();
    if (opener instanceof HTMLElement) opener.focus();
    onClosed();
  }

  document.body.append(dialog);
  paint();
  dialog.showModal();
  return paint;
}
