/** Many buttons that are one stop of the Tab key: arrows, Home and End move between them. */

import { arrowOf, stepInList } from "./arrow-keys.js";

/**
 * @param {HTMLElement} list whose buttons may change; `settle` is to be called when they have
 */
export function oneTabStop(list) {
  const buttons = () => [...list.querySelectorAll("button")];

  /** @param {HTMLButtonElement | undefined} stop */
  function settle(stop = buttons()[0]) {
    for (const button of buttons()) button.tabIndex = button === stop ? 0 : -1;
  }

  list.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLButtonElement) settle(target);
  });
  list.addEventListener("keydown", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLButtonElement)) return;
    const to = neighbour(buttons(), target, event);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  settle();
  return { settle: () => settle() };
}

/**
 * The button that a key leads to: up and down go to the next row, as it is laid out.
 * @param {HTMLButtonElement[]} all row after row
 * @param {HTMLButtonElement} from
 * @param {KeyboardEvent} event
 */
function neighbour(all, from, event) {
  const at = all.indexOf(from);
  const down = arrowOf(event.key)?.down;
  if (down) return nearest(down < 0 ? all.slice(0, at).reverse() : all.slice(at + 1), from);
  const to = stepInList(event, at, all.length);
  return to === null ? undefined : all[to];
}

/**
 * Of the row that comes next, the button that is closest above or below.
 * @param {HTMLButtonElement[]} ahead
 * @param {HTMLButtonElement} from
 */
function nearest(ahead, from) {
  const top = ahead.find(({ offsetTop }) => offsetTop !== from.offsetTop)?.offsetTop;
  const away = (/** @type {HTMLButtonElement} */ { offsetLeft }) =>
    Math.abs(offsetLeft - from.offsetLeft);
  return ahead
    .filter(({ offsetTop }) => offsetTop === top)
    .sort((one, other) => away(one) - away(other))[0];
}
