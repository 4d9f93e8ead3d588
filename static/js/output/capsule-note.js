/** One line that says what a capsule is, until a person has read it. */

import { element } from "../widgets/dom.js";

const KEY = "capsnet-capsule-note";

/**
 * Gone once one draws: then the captions beneath say what the pictures are. Closed, it does not come
 * back with the next visit.
 * @param {import("../state/store.js").Scope} store
 * @param {HTMLElement} captions over which it stands: nothing moves when it goes
 */
export function mountNote(store, captions) {
  if (isRead()) return;
  const note = element(
    "p",
    { class: "capsule-note", "data-part": "capsule-note" },
    "A capsule is a small vector: its length says how sure, its direction says how it looks.",
    element(
      "button",
      {
        ...{ type: "button", class: "icon", "aria-label": "Close this line", title: "Close" },
        onclick: () => {
          note.remove();
          keepRead();
        },
      },
      "×",
    ),
  );
  captions.append(note);
  store.watch(["stroke"], () => {
    if (store.state.stroke) note.remove();
  });
}

function isRead() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false; // Storage is forbidden: it is told again.
  }
}

function keepRead() {
  try {
    localStorage.setItem(KEY, "read");
  } catch {
    // Storage is forbidden or full: it will be told again.
  }
}
