/** Buttons that export: each says what it saved, or why it could not. */

import { wordsOf } from "../state/problem.js";
import { element } from "../widgets/dom.js";

/** Milliseconds after which the browser has taken hold of a file. */
const TAKEN = 10_000;

/** @typedef {ReturnType<typeof createActions>} Actions */

/** @param {HTMLElement} words where it is said */
export function createActions(words) {
  return {
    /** @param {string} text */
    say(text) {
      words.textContent = text;
    },
    /**
     * @param {string} label
     * @param {string} name for those who do not see what stands beside it
     * @param {() => Promise<void> | void} act
     */
    button(label, name, act) {
      /** @type {HTMLButtonElement} */
      const made = element(
        "button",
        { type: "button", title: name, "aria-label": name, onclick: run },
        label,
      );
      async function run() {
        words.textContent = "";
        made.setAttribute("aria-busy", "true");
        try {
          await act();
        } catch (error) {
          const reason = wordsOf(error);
          words.textContent = `This could not be exported: ${reason}`;
        }
        made.removeAttribute("aria-busy");
      }
      return made;
    },
    /**
     * @param {string} file
     * @param {Blob} content
     * @param {string} [more] to be said of it
     */
    save(file, content, more = "") {
      const url = URL.createObjectURL(content);
      element("a", { href: url, download: file }).click();
      setTimeout(() => URL.revokeObjectURL(url), TAKEN);
      const size = Math.max(1, Math.round(content.size / 1000)).toLocaleString("en");
      words.textContent = [`${file}, ${size} KB`, more].filter(Boolean).join(", ");
    },
  };
}

/** Characters of the longest name of a file, without its ending. */
const LONGEST_NAME = 200;

/**
 * Words as a part of a file's name, of which none is cut.
 * @param {string} words
 */
export function slug(words) {
  const whole = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (whole.length <= LONGEST_NAME) return whole;
  return whole.slice(0, whole.lastIndexOf("-", LONGEST_NAME));
}

/**
 * What is read by which network, for a file's name.
 * @param {import("../state/state.js").State} state
 */
export function nameOfView({ model, trace }) {
  return `${model.name} ${!trace || trace.isBlank ? "blank" : trace.className}`;
}
