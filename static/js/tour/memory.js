/** Where the tour was left, kept by the browser; one that keeps nothing starts it anew. */

const KEY = "capsnet-tour";

/** @returns {string | null} the step's id */
export function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Storage is forbidden: nothing was left.
  }
}

/** @param {string | null} id of the step; null forgets it */
export function remember(id) {
  try {
    if (id === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // Storage is forbidden or full: the tour goes on, and will start anew.
  }
}
