/** A picture of the person's own as the network's input: chosen, pasted or dropped. */

import { postPreprocess } from "../../server/lab-api.js";
import { DRAWING, passingProblem, withoutProblem, wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";

/** The type of files that the server reads. */
const PICTURES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";

/** @typedef {import("../../state/store.js").Scope} Scope */

/** @param {Scope} store */
export function createFiles(store) {
  const file = element("input", {
    type: "file",
    accept: PICTURES,
    "aria-label": "Picture of a digit",
    onchange: () => take(store, file.files?.[0]),
  });
  const words = element("p", { class: "quiet", role: "status" });
  store.watch(["input"], () => {
    const { input } = store.state;
    words.textContent = input.kind === "picture" ? `The network reads ${input.name}.` : "";
  });
  return element(
    "div",
    { class: "drop" },
    file,
    element("p", {}, "Or paste a picture, or drop it anywhere on this page."),
    words,
  );
}

/**
 * Takes pictures that are pasted, or dropped anywhere on the page, while the stage is open.
 * @param {Scope} store
 */
export function listenForPictures(store) {
  /** @param {ClipboardEvent} event */
  const onPaste = (event) => take(store, [...(event.clipboardData?.files ?? [])][0]);
  /** @param {DragEvent} event */
  const onDrop = (event) => {
    event.preventDefault();
    take(store, event.dataTransfer?.files[0]);
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
}

let taken = 0; // pictures: only the newest is waited for

/**
 * Takes a picture once the server could read it: what was drawn before is not lost to another file.
 * @param {Scope} store
 * @param {Blob | null | undefined} blob
 */
async function take(store, blob) {
  if (!blob) return;
  const name = blob instanceof File && blob.name ? blob.name : "a pasted picture";
  const own = ++taken;
  try {
    await postPreprocess(blob, blob.type, store.state.model.name);
    if (own !== taken) return;
  } catch (error) {
    if (own !== taken) return;
    store.update(passingProblem(`${name} was not read: ${wordsOf(error)}`));
    return;
  }
  store.update({ ...withoutProblem(store.state, DRAWING), input: { kind: "picture", blob, name } });
}
