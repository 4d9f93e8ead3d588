/** What a picture offers besides being read: a small menu that opens from its ⋯ button. */

import { arrowOf } from "./arrow-keys.js";
import { element } from "./dom.js";

/** Pixels between the menu and the edges of the window. */
const EDGE = 8;

/**
 * Opens a menu below a button, over the page; it closes with the first choice, with Escape, and with a
 * click elsewhere.
 * @param {HTMLElement} opener
 * @param {{text: string, act: () => void}[]} choices
 */
export function openMenu(opener, choices) {
  const items = choices.map(({ text, act }) =>
    element(
      "button",
      {
        ...{ type: "button", role: "menuitem", tabindex: -1 },
        onclick: () => {
          close();
          act();
        },
      },
      text,
    ),
  );
  const menu = element(
    "div",
    {
      ...{ class: "menu", role: "menu", popover: "auto", onkeydown: onKey, ontoggle: onToggle },
      "aria-label": opener.getAttribute("aria-label"),
    },
    ...items,
  );

  function close() {
    opener.focus();
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    event.stopPropagation(); // The page's keys are not the menu's.
    const at = items.findIndex((item) => item === document.activeElement);
    const down = arrowOf(event.key)?.down;
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (down) items.at((at + down) % items.length)?.focus();
    else return;
    event.preventDefault();
  }

  /** @param {Event} event */
  function onToggle(event) {
    if (/** @type {ToggleEvent} */ (event).newState === "closed" && menu.isConnected) close();
  }

  document.body.append(menu);
  menu.showPopover();
  const { right, bottom, top } = opener.getBoundingClientRect();
  const left = Math.max(EDGE, right - menu.offsetWidth);
  const under = bottom + menu.offsetHeight + EDGE <= innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${under ? bottom : Math.max(EDGE, top - menu.offsetHeight)}px`;
  opener.setAttribute("aria-expanded", "true");
  items[0].focus();
}
