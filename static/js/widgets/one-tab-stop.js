/** Many buttons that are one stop of the Tab key: arrows, Home and End move between them. */

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
    const { target, key } = event;
    if (!(target instanceof HTMLButtonElement)) return;
    const to = neighbour(buttons(), target, key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  settle();
  return { settle: () => settle() };
}

/**
 * The button that a key leads to.
 * @param {HTMLButtonElement[]} all row after row, as they are laid out
 * @param {HTMLButtonElement} from
 * @param {string} key
 */
function neighbour(all, from, key) {
  const at = all.indexOf(from);
  switch (key) {
    case "ArrowLeft":
      return all[at - 1];
    case "ArrowRight":
      return all[at + 1];
    case "ArrowUp":
      return nearest(all.slice(0, at).reverse(), from);
    case "ArrowDown":
      return nearest(all.slice(at + 1), from);
    case "Home":
      return all[0];
    case "End":
      return all.at(-1);
    default:
      return undefined;
  }
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
