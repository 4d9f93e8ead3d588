/** Tells when something may have been done or has moved: in the store, on the page or in the window. */

/** What may mean it, besides the store. */
const EVENTS = ["pointerover", "pointerout", "focusin", "focusout", "click", "scroll"];
/** Scrolling does not bubble; and what stops an event must not stop the tour. */
const LISTENING = { capture: true, passive: true };

/**
 * @param {import("../state/store.js").WholeStore} store
 * @param {() => void} tell once a frame at most
 */
export function createAttention(store, tell) {
  /** @type {import("../state/store.js").Scope | null} */
  let scope = null; // while it watches
  let telling = false;

  function soon() {
    if (telling) return;
    telling = true;
    requestAnimationFrame(() => {
      telling = false;
      if (scope) tell();
    });
  }
  const observer = new MutationObserver(soon);
  const resized = new ResizeObserver(soon);

  return {
    soon,
    isOn: () => scope !== null,
    start() {
      scope = store.scope();
      for (const name of EVENTS) document.addEventListener(name, soon, LISTENING);
      addEventListener("resize", soon);
      observer.observe(document.body, { attributeFilter: ["data-stage"] });
      for (const part of document.querySelectorAll("main, #controls")) {
        observer.observe(part, {
          ...{ childList: true, subtree: true, attributeFilter: ["data-copied"] },
        });
      }
      resized.observe(document.body);
      scope.watch(
        ["stage", "trace", "drawing", "stroke", "input", "pointed", "pinned", "sheet"],
        soon,
      );
      scope.watch(["digit", "iteration", "routing", "held", "moved", "model"], soon);
    },
    stop() {
      scope?.dispose();
      scope = null;
      observer.disconnect();
      resized.disconnect();
      for (const name of EVENTS) document.removeEventListener(name, soon, LISTENING);
      removeEventListener("resize", soon);
    },
  };
}
