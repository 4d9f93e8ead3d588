/** Making elements. */

/**
 * An element with attributes, listeners (`onclick`) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [attributes] `true` sets an empty one, `false` and null none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children);
  return made;
}

/**
 * A labelled set of buttons of which one is pressed.
 * @template T
 * @param {string} label
 * @param {{value: T, text: string, title?: string}[]} choices
 * @param {(value: T) => void} choose
 */
export function choice(label, choices, choose) {
  const buttons = choices.map(({ value, text, title }) =>
    element("button", { type: "button", title, onclick: () => choose(value) }, text),
  );
  return {
    root: element("div", { class: "choice", role: "group", "aria-label": label }, ...buttons),
    /** @param {T} value */
    show(value) {
      buttons.forEach((button, index) => {
        button.setAttribute("aria-pressed", String(choices[index].value === value));
      });
    },
  };
}

/**
 * The same choice in a list that drops down, where there is less room.
 * @template T
 * @param {string} label
 * @param {{value: T, text: string, title?: string}[]} choices
 * @param {(value: T) => void} choose
 */
export function dropDown(label, choices, choose) {
  const root = element(
    "select",
    { "aria-label": label, onchange: () => choose(choices[root.selectedIndex].value) },
    ...choices.map(({ text, title }) => element("option", { title }, text)),
  );
  return {
    root,
    /** @param {T} shown */
    show(shown) {
      root.selectedIndex = choices.findIndex(({ value }) => value === shown);
    },
  };
}

/** How the page scrolls by itself: at once for those who want no motion. */
export function scrollBehavior() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

/** @type {Map<string, Promise<void>>} */
const styles = new Map();

/**
 * Loads a style sheet of `static/css/`, once; what comes late brings its own looks.
 * @param {string} name
 */
export function loadStyles(name) {
  let loaded = styles.get(name);
  if (!loaded) {
    loaded = new Promise((resolve, reject) => {
      const link = element("link", {
        rel: "stylesheet",
        href: `/static/css/${name}.css`,
        onload: () => resolve(),
        onerror: () => reject(new Error(`the style sheet ${name} did not come`)),
      });
      document.head.append(link);
    });
    // Another try where it failed.
    loaded.catch(() => styles.delete(name));
    styles.set(name, loaded);
  }
  return loaded;
}

/**
 * An element of the page that is always there.
 * @param {string} selector
 */
export function find(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}
