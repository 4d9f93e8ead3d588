/** A word of a story that points at the unit it speaks of, and pins it. */

import { element } from "../widgets/dom.js";
import { sameUnit } from "../network/units.js";
import { STRONGEST } from "./strongest.js";

/**
 * @param {import("../state/store.js").Scope} store
 * @param {Extract<import("./texts.js").Piece, {unit: unknown}>} piece
 */
export function createWord(store, { words, unit: name, role }) {
  const choose = () => STRONGEST[name](store.state);
  const isExact = () => store.state.trace?.precision === "float32";
  let here = false; // whether the pointer or the focus is on it
  /** What it pinned last. @type {import("../network/units.js").Unit | null} */
  let chosen = null;
  let settled = false; // whether that was chosen by exact numbers

  const root = element(
    "button",
    {
      type: "button",
      class: "story-word",
      "data-role": role,
      "data-word": name,
      ...{ onpointerenter: point, onfocus: point, onpointerleave: leave, onblur: leave },
      onclick: () => (isPinned() ? store.update({ pinned: null }) : pin()),
    },
    words,
  );

  function point() {
    here = true;
    store.update({ pointed: choose() });
  }

  function leave() {
    here = false;
    store.update({ pointed: null });
  }

  function isPinned() {
    return chosen !== null && sameUnit(store.state.pinned, chosen);
  }

  function pin() {
    chosen = choose();
    settled = isExact();
    store.update({ pinned: chosen });
  }

  return {
    root,
    /** Chooses again by the newest numbers: previews may have misled. */
    follow() {
      if (isPinned() && !settled && isExact()) pin();
      if (here && !sameUnit(store.state.pointed, choose())) point();
    },
    showPin() {
      root.setAttribute("aria-pressed", String(isPinned()));
    },
  };
}
