/** The frame that all cards of the strip share. */

import { openStage } from "../state/state.js";
import { element } from "../widgets/dom.js";

/**
 * Fills a card with its heading; the heading, and a click on the picture, open its stage.
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 * @param {{stage: import("../state/state.js").Stage, title: string, picture?: HTMLElement}} options
 */
export function mountCard(root, store, { stage, title, picture }) {
  const open = () => store.update(openStage(stage));
  const head = element(
    "button",
    { type: "button", class: "card-head", onclick: open },
    element("h2", {}, title),
  );
  root.append(head);
  if (picture) {
    picture.classList.add("card-picture");
    picture.addEventListener("click", open);
    root.append(picture);
  }
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
