/** A number that is read like text and edited in place: with a true minus, and of a fixed width. */

import { element } from "../widgets/dom.js";

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {number} options.low
 * @param {number} options.high
 * @param {number} options.step what an arrow key adds
 * @param {(value: number) => string} options.print
 * @param {(value: number) => void} options.set
 */
export function createNumberField({ label, low, high, step, print, set }) {
  let shown = 0;
  /** @type {HTMLInputElement} */
  const field = element("input", {
    ...{ type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" },
    ...{ class: "number-field number", role: "spinbutton", "aria-label": label },
    ...{ "aria-valuemin": low, "aria-valuemax": high },
    onfocus: () => field.select(),
    onchange: commit,
    onblur: () => void (field.value = print(shown)),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step };
      if (event.key === "Enter") commit();
      else if (event.key in by) take(shown + by[/** @type {keyof typeof by} */ (event.key)]);
      else return;
      event.preventDefault();
    },
  });

  function commit() {
    if (field.value === print(shown)) return;
    const value = readNumber(field.value);
    if (value === null) field.value = print(shown);
    else take(value);
  }

  /** @param {number} value */
  function take(value) {
    set(Math.min(high, Math.max(low, value)));
    field.value = print(shown);
  }

  return {
    root: field,
    /** @param {number} value */
    show(value) {
      if (value === shown && field.value !== "") return;
      shown = value;
      field.value = print(value);
      field.setAttribute("aria-valuenow", value.toFixed(3));
    },
  };
}

/**
 * The number that a person wrote, with either minus and either decimal sign; null where it is none.
 * @param {string} text
 */
export function readNumber(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = plain === "" ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : null;
}
