/** Where each of two digits lies: numbers, a slider that moves them apart, and the drag of one. */

import { element } from "../dom.js";
import { labState, withLabState } from "./lab-state.js";
import { digitAt, SHIFT } from "./overlap.js";

const LAB = "two-digits";
const NAMES = /** @type {const} */ (["down1", "right1", "down2", "right2"]);
const WORDS = [
  "first digit: down",
  "first digit: right",
  "second digit: down",
  "second digit: right",
];
/** Where the digits lie at first: a little apart. */
const INITIAL = [0, -3, 0, 3];

/**
 * @param {import("../store.js").Scope} store
 * @param {() => void} changed told when a digit was moved
 */
export function createPlaces(store, changed) {
  const boxes = WORDS.map((words, which) => {
    const input = element("input", {
      ...{ type: "number", min: -SHIFT, max: SHIFT, step: 1, "aria-label": words },
      onchange: () => move({ [which]: input.valueAsNumber }),
    });
    return input;
  });
  const apart = element("input", {
    ...{ type: "range", min: -SHIFT, max: SHIFT, step: 1, "aria-label": "How far apart" },
    oninput: () => move({ 1: -apart.valueAsNumber, 3: apart.valueAsNumber }),
  });
  const words = element("output", { class: "number" });
  let shown = read();

  function read() {
    const kept = labState(store.state, LAB);
    return NAMES.map((name, which) =>
      kept[name] === undefined ? INITIAL[which] : within(Number(kept[name]), INITIAL[which]),
    );
  }

  /** @param {Record<number, number>} changes */
  function move(changes) {
    const values = shown.map((value, which) => within(changes[which] ?? value, value));
    const entries = values.map((value, which) => [
      NAMES[which],
      value === INITIAL[which] ? null : value,
    ]);
    store.update(withLabState(store.state, LAB, Object.fromEntries(entries)));
    show(); // also where nothing moved: a box may hold what is beyond
  }

  function show() {
    const before = shown.join();
    shown = read();
    boxes.forEach((input, which) => (input.value = String(shown[which])));
    const across = shown[3] - shown[1];
    apart.value = String(Math.round(across / 2));
    words.textContent = `${across} px to the right, ${shown[2] - shown[0]} px down`.replace(
      /-/g,
      "−",
    );
    apart.setAttribute("aria-valuetext", `the second is ${words.textContent} of the first`);
    if (shown.join() !== before) changed();
  }

  store.watch(["lab"], show);
  return {
    root: element(
      "div",
      { class: "stack places" },
      element(
        "label",
        { class: "row moment-row" },
        "Move them apart",
        apart,
        element("span", { class: "quiet" }, "the second is", "\u00a0", words),
      ),
      element(
        "div",
        { class: "row" },
        ...["First", "Second"].map((name, digit) =>
          element(
            "span",
            { class: "place" },
            element("span", { class: `key key-${digit}` }),
            `${name}: down `,
            boxes[2 * digit],
            " right ",
            boxes[2 * digit + 1],
          ),
        ),
      ),
    ),
    /** Rows and columns of both. @returns {[[number, number], [number, number]]} */
    get shifts() {
      return [
        [shown[0], shown[1]],
        [shown[2], shown[3]],
      ];
    },
    /**
     * Lets the digits of a picture be dragged.
     * @param {HTMLCanvasElement} canvas
     * @param {() => Float32Array | null} parts where they lie now
     */
    dragOn(canvas, parts) {
      /** @type {{digit: 0 | 1, row: number, column: number, from: number[]} | null} */
      let held = null;
      /** @param {PointerEvent} event */
      const place = (event) => {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        return {
          row: Math.floor(((event.clientY - top) / height) * canvas.height),
          column: Math.floor(((event.clientX - left) / width) * canvas.width),
        };
      };
      canvas.classList.add("draggable");
      canvas.addEventListener("pointerdown", (event) => {
        const lying = parts();
        const at = place(event);
        const digit = lying && event.isPrimary ? digitAt(lying, canvas.width, at) : null;
        if (digit === null) return;
        canvas.setPointerCapture(event.pointerId);
        held = { digit, ...at, from: shown };
      });
      canvas.addEventListener("pointermove", (event) => {
        if (!held || !event.isPrimary) return;
        const { row, column } = place(event);
        const first = 2 * held.digit;
        move({
          [first]: held.from[first] + row - held.row,
          [first + 1]: held.from[first + 1] + column - held.column,
        });
      });
      for (const end of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(end, () => (held = null));
      }
    },
  };
}

/**
 * @param {number} value
 * @param {number} otherwise
 */
function within(value, otherwise) {
  if (!Number.isFinite(value)) return otherwise;
  return Math.min(SHIFT, Math.max(-SHIFT, Math.round(value))) + 0;
}
