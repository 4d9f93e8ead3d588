/** The page's own keys; what has the focus may have others. */

import { redo, undo } from "../drawing/strokes.js";
import { FIRST_STAGE, isLab, openStage } from "../state/state.js";

/**
 * @param {import("../state/store.js").Store} store
 * @param {(use: (guide: import("./on-demand.js").Guide) => void) => void} guide
 */
export function listenForKeys(store, guide) {
  /** @type {import("../state/state.js").Stage} */
  let part = FIRST_STAGE; // of the network, that was looked at last
  store.watch(["stage"], () => {
    if (!isLab(store.state.stage)) part = store.state.stage;
  });

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const held = store.state.pinned !== null || store.state.sheet;
    if (isField(target) && !(key === "Escape" && held)) return;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z") {
      event.preventDefault();
      const turn = event.shiftKey ? redo : undo;
      store.update({ drawing: turn(store.state.drawing), input: { kind: "strokes" } });
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "Escape") letGo();
    else if (/^\d$/.test(key) && Number(key) < store.state.model.config.classes) {
      store.update({ digit: store.state.digit === Number(key) ? null : Number(key) });
    } else if (key === "[" || key === "]") openBeside(key === "]" ? 1 : -1);
    else if (key.toLowerCase() === "p") guide((each) => each.present());
    else if (key === "?") guide((each) => each.openKeys());
  });

  /** Of what a person holds, Escape lets go of what was taken last. */
  function letGo() {
    const { sheet, pinned, digit, held, stage } = store.state;
    if (sheet) store.update({ sheet: false });
    else if (pinned) store.update({ pinned: null });
    else if (digit !== null || held) store.update({ digit: null, held: null, pointed: null });
    else if ("present" in document.body.dataset) guide((each) => each.present());
    else if (isLab(stage)) store.update(openStage(part));
    else store.update({ iteration: null, step: "digits", quantity: "support" });
  }
}

/**
 * Sliders take arrows only; other fields take letters and digits, and undo what was typed.
 * @param {EventTarget | null} target
 */
function isField(target) {
  const types = target instanceof HTMLInputElement && target.type !== "range";
  return types || target instanceof HTMLSelectElement;
}

/** Opens the sub-tab beside the one that is open. @param {1 | -1} way */
function openBeside(way) {
  const tabs = [...document.querySelectorAll('#stage .stage-head [role="tab"]')];
  const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  /** @type {HTMLElement | undefined} */ (tabs[at + way])?.click();
}
