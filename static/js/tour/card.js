/** The tour's card and the ring around what it points at. */

import { element, scrollBehavior } from "../widgets/dom.js";
import { isNarrow, placeCard, scrollTowards } from "./placement.js";

/**
 * @typedef {Object} CardOptions what its buttons do
 * @property {() => void} back
 * @property {() => void} skip
 * @property {() => void} leave
 * @property {() => void} restart
 * @property {() => void} goThere
 *
 * @typedef {Object} Page what the card says
 * @property {string} id of the step
 * @property {number} place of the step, from 0
 * @property {number} count
 * @property {string} title
 * @property {string} words
 * @property {boolean} finished whether all steps were taken
 * @property {boolean} done whether this step's thing is done
 * @property {number | null} rest milliseconds after which the next comes by itself; null where it
 *   does not
 */

/** @param {CardOptions} options */
export function createCard({ back, skip, leave, restart, goThere }) {
  const progress = element("span", { class: "quiet tour-progress" });
  const title = element("h2", { id: "tour-title" });
  const words = element("p", { id: "tour-words" });
  const mark = element("span", { class: "tour-done" });
  const backButton = button("Back", back);
  const restartButton = button("Start over", restart);
  const thereButton = button("Go there", goThere);
  const skipButton = button("Skip", skip);
  const buttons = [backButton, restartButton, thereButton, skipButton];
  const leaveButton = button("Leave", leave);
  const bar = element("span", { class: "tour-bar" });
  const keys = element(
    "p",
    { class: "quiet tour-keys" },
    element("kbd", {}, "F6"),
    " goes to what it points at, and back.",
  );
  const root = element(
    "section",
    {
      id: "tour",
      role: "dialog",
      tabindex: -1,
      "aria-labelledby": "tour-title",
      "aria-describedby": "tour-words",
    },
    element("div", { class: "row tour-head" }, progress, mark, leaveButton),
    element("span", { class: "tour-track", "aria-hidden": "true" }, bar),
    element("div", { "aria-live": "polite" }, title, words),
    keys,
    element("div", { class: "row tour-buttons" }, ...buttons),
  );
  const ring = element("div", { id: "tour-ring", "aria-hidden": "true", hidden: true });

  return {
    root,
    open() {
      document.body.append(ring, root);
    },
    close() {
      ring.remove();
      root.remove();
    },
    focus() {
      root.focus({ preventScroll: true });
    },
    /** @param {Page} page */
    show(page) {
      const { place, count, finished, done, rest } = page;
      root.dataset.step = page.id;
      progress.textContent = finished ? "Tour" : `Tour · ${place + 1} of ${count}`;
      bar.style.width = `${(100 * place) / count}%`;
      // A live region says what changes: only what is new is written.
      if (title.textContent !== page.title) title.textContent = page.title;
      if (words.textContent !== page.words) words.textContent = page.words;
      mark.textContent = done && !finished ? "✓ done" : "";
      backButton.disabled = place === 0;
      restartButton.hidden = place === 0;
      thereButton.hidden = keys.hidden = skipButton.hidden = finished;
      skipButton.textContent = done ? "Next" : "Skip";
      skipButton.style.setProperty("--rest", `${rest ?? 0}ms`);
      skipButton.toggleAttribute("data-going", rest !== null);
      leaveButton.textContent = finished ? "Close" : "Leave";
    },
    /**
     * Stands beside the target with the ring around that; without one, at the lower edge.
     * @param {Element | null} target
     * @param {Element[]} [watched] what is better not covered
     */
    place(target, watched = []) {
      const window = view();
      const card = { width: root.offsetWidth, height: root.offsetHeight };
      const rect = target?.getBoundingClientRect();
      ring.hidden = !rect;
      if (rect) {
        const { left, top, width, height } = rect;
        putAt(ring, { left, top, width, height });
      }
      const over = watched.map((each) => each.getBoundingClientRect());
      const edge = { left: (window.width - card.width) / 2, top: window.height - card.height - 8 };
      putAt(root, rect ? placeCard(rect, card, window, over) : edge);
      root.toggleAttribute("data-sheet", isNarrow(window));
    },
    /**
     * Scrolls the page until the target is in sight.
     * @param {Element} target
     */
    scrollTo(target) {
      const card = { width: root.offsetWidth, height: root.offsetHeight };
      const top = scrollTowards(target.getBoundingClientRect(), card, view());
      if (Math.abs(top) > 1) scrollBy({ top, behavior: scrollBehavior() });
    },
  };
}

/** @param {string} text @param {() => void} onclick */
function button(text, onclick) {
  return element("button", { type: "button", onclick }, text);
}

function view() {
  return { width: document.documentElement.clientWidth, height: innerHeight };
}

/**
 * @param {HTMLElement} box
 * @param {Record<string, number>} place in pixels of the window
 */
function putAt(box, place) {
  for (const [name, value] of Object.entries(place)) box.style.setProperty(name, `${value}px`);
}
