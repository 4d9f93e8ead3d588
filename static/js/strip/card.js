/** The frame that all cards of the strip share. */

import { openStage } from "../state/state.js";
import { element } from "../widgets/dom.js";

/**
 * Fills a card with its heading; the heading, and a click on the picture, open its stage.
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 * @param {Object} options
 * @param {import("../state/state.js").Stage} options.stage
 * @param {string} options.title
 * @param {HTMLElement} options.picture
 * @param {(event: MouseEvent) => import("../network/units.js").Unit | null} [options.unitAt] what of
 *   the picture is clicked, which is then pinned
 */
export function mountCard(root, store, { stage, title, picture, unitAt }) {
  const opened = () => (store.state.stage === stage ? {} : openStage(stage));
  const head = element(
    "button",
    { type: "button", class: "card-head", onclick: () => store.update(opened()) },
    element("h2", {}, title),
  );
  picture.classList.add("card-picture");
  picture.addEventListener("click", (event) => {
    const unit = unitAt?.(event);
    store.update({ ...opened(), ...(unit ? { pinned: unit } : {}) });
  });
  root.append(head, picture);
  store.watch(["stage"], () => {
    const isOpen = store.state.stage === stage;
    root.toggleAttribute("data-open", isOpen);
    head.setAttribute("aria-pressed", String(isOpen));
  });
  return {
    /** @param {string} words the shape of what the card shows */
    describe(words) {
      if (head.title !== words) head.title = words;
    },
  };
}
