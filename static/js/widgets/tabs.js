/** Sub-tabs: views of one thing, of which one is shown; arrow keys go from one to the next. */

import { element } from "./dom.js";
import { oneTabStop } from "./one-tab-stop.js";

/**
 * @param {string} label
 * @param {{name: string, title: string}[]} tabs
 * @param {string} shown name of the tab that is shown
 * @param {(name: string) => void} choose
 */
export function createTabs(label, tabs, shown, choose) {
  const root = element(
    "div",
    { class: "choice tabs", role: "tablist", "aria-label": label },
    ...tabs.map(({ name, title }) =>
      element(
        "button",
        {
          ...{ type: "button", role: "tab", "data-tab": name },
          "aria-selected": String(name === shown),
          onclick: () => choose(name),
        },
        title,
      ),
    ),
  );
  oneTabStop(root);
  // In a narrow window the row scrolls: what is shown is in sight. The page stays where it is.
  requestAnimationFrame(() => {
    const tab = root.querySelector('[aria-selected="true"]');
    const hidden = tab ? tab.getBoundingClientRect().right - root.getBoundingClientRect().right : 0;
    if (hidden > 0) root.scrollLeft += hidden;
  });
  return root;
}
