/** A picture of the person's own as the network's input: chosen, pasted or dropped. */

import { element } from "../../widgets/dom.js";

/** The type of files that the server reads. */
const PICTURES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";

/** @param {import("../../state/store.js").Scope} store */
export function createFiles(store) {
  const file = element("input", {
    type: "file",
    accept: PICTURES,
    "aria-label": "Picture of a digit",
    onchange: () => take(file.files?.[0]),
  });

  /** @param {Blob | null | undefined} blob */
  function take(blob) {
    if (!blob) return;
    const name = blob instanceof File && blob.name ? blob.name : "a pasted picture";
    store.update({ input: { kind: "picture", blob, name } });
  }
  /** @param {ClipboardEvent} event */
  const onPaste = (event) => take([...(event.clipboardData?.files ?? [])][0]);
  /** @param {DragEvent} event */
  const onDrop = (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  };
  /** @param {DragEvent} event */
  const onDragOver = (event) => event.preventDefault();
  document.addEventListener("paste", onPaste);
  document.addEventListener("drop", onDrop);
  document.addEventListener("dragover", onDragOver);
  store.onDispose(() => {
    document.removeEventListener("paste", onPaste);
    document.removeEventListener("drop", onDrop);
    document.removeEventListener("dragover", onDragOver);
  });
  return element(
    "div",
    {},
    element("h3", {}, "A picture of yours"),
    file,
    element(
      "p",
      { class: "quiet" },
      "Or paste one, or drop it anywhere on this page. It goes to your own server only and is not kept.",
    ),
  );
}
