/** One number of a capsule: what moving it does, a slider, the number itself, and the way back. */

import { pointing } from "../widgets/pointing.js";
import { element } from "../widgets/dom.js";
import { print, signed } from "../widgets/numbers.js";
import { capsuleValues, setValues, tracedValues } from "../state/capsule-edit.js";
import { shownDigit } from "../state/state.js";
import { createNumberField } from "./number-field.js";

/** How far a slider reaches from zero; where a number is beyond, up to the most it can be. */
const REACH = 0.5;
/** The length of a capsule is below 1, and so is each of its numbers. */
const END = 1;
const STEP = 0.01;
/** What is moved by less than this is not told to be moved: links keep thousandths. */
const SAME = 6e-4;

/**
 * @typedef {import("../state/store.js").Store} Store
 * @typedef {import("../network/units.js").Unit} Unit
 * @typedef {ReturnType<typeof createSliderRow>} SliderRow
 *
 * @typedef {Object} Part what a row moves
 * @property {string} name in few letters
 * @property {string} label
 * @property {number | null} dimension null where it is the capsule's length
 * @property {(values: number[], value: number) => number[]} moved the capsule after a move
 * @property {(values: ArrayLike<number> & Iterable<number>) => number} valueOf a capsule's number
 */

/**
 * The class whose capsule is on the sliders.
 * @param {import("../state/state.js").State} state
 */
export function handedDigit(state) {
  return state.held?.digit ?? shownDigit(state);
}

/**
 * @param {Store} store
 * @param {Part} part
 */
export function createSliderRow(store, { name, label, dimension, moved, valueOf }) {
  const low = dimension === null ? 0 : -END;
  /** @returns {Unit} */
  const unit = () => {
    const digit = handedDigit(store.state);
    return dimension === null ? { kind: "digit", digit } : { kind: "dimension", digit, dimension };
  };
  const on = pointing(store, unit);
  const pin = () => store.update({ pinned: unit() });
  const reading = element("span", { class: "slider-reading", id: `reading-of-${name}` });
  const hook = dimension === null ? { "data-length-slider": true } : { "data-dimension": name };
  /** @type {HTMLInputElement} */
  const range = element("input", {
    ...{
      type: "range",
      min: low,
      max: END,
      step: STEP,
      "aria-label": label,
      "aria-describedby": reading.id,
      ...hook,
    },
    oninput: () => set(range.valueAsNumber, true),
    // The end of a drag: the next one is a step of its own.
    onchange: () => set(range.valueAsNumber, false),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") pin();
    },
    ...{ onfocus: on.onfocus, onblur: on.onblur },
  });
  const field = createNumberField({
    ...{ label: `${label}, as a number`, low, high: END, step: STEP },
    print: (value) => (dimension === null ? print(value, 3) : signed(value, 3)),
    set: (value) => set(value, false),
  });
  const back = createBack(label, () => {
    const { trace, held } = store.state;
    if (trace && held) set(valueOf(tracedValues(trace, held.digit)), false);
  });
  const effect = element("canvas", { class: "effect", "aria-hidden": "true", "data-effect": name });
  const explain = createExplain(name, label, pin);
  if (dimension !== null) explain.append(effect);
  const { onpointerenter, onpointerleave } = on;
  const track = createTrack(range);
  const root = element(
    "div",
    { class: "slider", onpointerenter, onpointerleave },
    ...[explain, reading, track.root, range, field.root, back],
  );
  reach(range, REACH);
  let last = Number.NaN;
  let lastOwn = Number.NaN;

  /**
   * @param {number} value
   * @param {boolean} moving
   */
  function set(value, moving) {
    const values = capsuleValues(store.state);
    if (values) store.update(setValues(store.state, moved(values, value), { moving }));
  }

  return {
    ...{ root, range, effect },
    /** The values at the two ends of the track. */
    ends: () => /** @type {const} */ ([Number(range.min), Number(range.max)]),
    /**
     * @param {number} value
     * @param {number} own the network's, from the drawing
     */
    show(value, own) {
      field.show(value);
      if (value === last && own === lastOwn) return;
      [last, lastOwn] = [value, own];
      if (Math.max(Math.abs(value), Math.abs(own)) > REACH) reach(range, END);
      // A track that grew stays so while the capsule is in hand: nothing moves under the pointer.
      else if (!store.state.held) reach(range, REACH);
      if (range.valueAsNumber !== value) range.value = String(value);
      track.show(value, own);
      const changed = Math.abs(value - own) > SAME;
      // What is set again as it is makes browsers work, too.
      if (back.disabled === changed) back.disabled = !changed;
      back.classList.toggle("faded", !changed);
      root.toggleAttribute("data-moved", changed);
    },
    /**
     * What moving it does.
     * @param {string} words
     * @param {string} title the same with its units
     */
    tell(words, title) {
      if (reading.textContent === words) return;
      const [first, ...rest] = words.split(/(?=, )/);
      reading.replaceChildren(first, element("span", {}, rest.join("")));
      reading.title = title && `${title}, from −0.25 to +0.25`;
    },
  };
}

/**
 * What a row begins with. Not a tab stop of its own: Enter on the slider does the same.
 * @param {string} name
 * @param {string} label
 * @param {() => void} pin
 */
function createExplain(name, label, pin) {
  return element(
    "button",
    {
      ...{ type: "button", class: "slider-name", tabindex: -1 },
      ...{ "aria-label": `Explain ${label}`, title: "Explain", onclick: pin },
    },
    element("span", { class: "slider-index" }, name),
  );
}

/**
 * @param {string} label
 * @param {() => void} onclick
 */
function createBack(label, onclick) {
  const name = { "aria-label": `Reset ${label}`, title: "Reset" };
  return element("button", { type: "button", class: "icon", ...name, onclick }, "↺");
}

/**
 * Lets a slider reach from zero as far as this, to both sides; that of a length has one side.
 * @param {HTMLInputElement} range
 * @param {number} far
 */
function reach(range, far) {
  if (range.min === "0" || range.max === String(far)) return;
  range.min = String(-far);
  range.max = String(far);
}

/**
 * The track beneath a slider: filled from zero to the value, with marks of zero and of the network's
 * own value. Its parts are moved, which makes no browser lay anything out: every answer does it.
 * @param {HTMLInputElement} range
 */
function createTrack(range) {
  const [fill, zeroMark, ownMark] = ["fill", "zero", "own"].map((part) =>
    element("span", { class: `track-${part}` }),
  );
  return {
    root: element("span", { class: "track", "aria-hidden": "true" }, fill, zeroMark, ownMark),
    /**
     * @param {number} value
     * @param {number} own
     */
    show(value, own) {
      const [least, most] = [Number(range.min), Number(range.max)];
      const placeOf = (/** @type {number} */ each) => (each - least) / (most - least);
      const [at, zero] = [placeOf(value), placeOf(0)];
      const [from, to] = [Math.min(at, zero), Math.max(at, zero)];
      fill.style.transform = `translateX(${100 * from}%) scaleX(${to - from})`;
      zeroMark.style.transform = `translateX(${100 * zero}%)`;
      ownMark.style.transform = `translateX(${100 * placeOf(own)}%)`;
    },
  };
}
