/** Where the two digits lie: dragged on their picture, moved by keys, by numbers, or apart. */

import { choice, element } from "../../widgets/dom.js";
import { fitted } from "../fitted.js";
import { overlapOf } from "./pixel-shares.js";
import { createPlacingPicture } from "./placing-picture.js";
import { apart, directionOf, distance, REACH, within } from "./shifts.js";

const NAMES = ["first digit", "second digit"];
const AXES = ["down", "right"];

/** @typedef {import("./shifts.js").Shifts} Shifts */

/**
 * @param {{height: number, width: number}} image
 * @param {Object} lab
 * @param {() => Shifts} lab.shifts what the lab's state holds
 * @param {(shifts: Shifts) => void} lab.move
 */
export function createPlacing(image, { shifts, move }) {
  /** The digit that keys move. */
  let active = 0;
  /** The way of the slider, which keeps to it where the two lie in one place. */
  let direction = directionOf(shifts());
  const picture = createPlacingPicture(image, {
    active: () => active,
    activate,
    shift: () => shifts()[active],
    moveTo: (down, right) => moveTo(active, down, right),
  });
  const chosen = choice(
    "Arrow keys move",
    NAMES.map((text, value) => ({ value, text })),
    activate,
  );
  const boxes = createBoxes((digit, axis, value) => {
    const shift = [...shifts()[digit]];
    if (Number.isFinite(value)) shift[axis] = within(value);
    moveTo(digit, shift[0], shift[1]);
    show(); // What was brought within reach may be what it was before.
  });
  const slider = element("input", {
    ...{ type: "range", min: 0, max: 2 * REACH, step: 1 },
    "aria-label": "Pixels between the two digits",
    oninput: () => move(apart(shifts(), slider.valueAsNumber, direction)),
  });
  const between = element("output", { class: "number" });
  const words = element("p", { class: "quiet", "data-overlap": "" });

  /** @param {number} digit that keys move from now on */
  function activate(digit) {
    active = digit;
    chosen.show(digit);
  }

  /**
   * @param {number} digit
   * @param {number} down
   * @param {number} right
   */
  function moveTo(digit, down, right) {
    const shift = /** @type {const} */ ([within(down), within(right)]);
    const [first, second] = shifts();
    move(digit === 0 ? [shift, second] : [first, shift]);
  }

  function show() {
    const now = shifts();
    if (distance(now) > 0) direction = directionOf(now);
    boxes.show(now);
    slider.value = String(distance(now));
    between.textContent = `${distance(now)} px`;
  }

  activate(active);
  return {
    picture: fitted(element("h3", {}, "Where they lie: drag one"), picture.root, words),
    controls: element(
      "section",
      { class: "placing-controls", "aria-label": "Where they lie" },
      element("h3", {}, "Arrow keys move the"),
      chosen.root,
      ...boxes.rows,
      element("label", { class: "place-row" }, "apart", slider, between),
    ),
    show,
    /**
     * Paints each digit alone as the server placed it.
     * @param {Float32Array} first
     * @param {Float32Array} second
     */
    paint(first, second) {
      picture.paint(first, second);
      const share = Math.round(100 * overlapOf(first, second));
      words.textContent = `${share} % of the inked pixels have ink of both.`;
    },
  };
}

/**
 * The shifts as numbers, a row for each digit.
 * @param {(digit: number, axis: number, value: number) => void} change
 */
function createBoxes(change) {
  const boxes = NAMES.map((name, digit) =>
    AXES.map((axis, at) => {
      const box = element("input", {
        ...{ type: "number", min: -REACH, max: REACH, step: 1 },
        "aria-label": `${name}: pixels ${axis}`,
        onchange: () => change(digit, at, box.valueAsNumber),
      });
      return box;
    }),
  );
  return {
    rows: boxes.map((pair, digit) =>
      element(
        "div",
        { class: "place-row" },
        element("span", { class: "swatch", "data-ink": digit }),
        element("span", { class: "place-name" }, NAMES[digit].split(" ")[0]),
        ...pair.map((box, axis) => element("label", {}, AXES[axis], " ", box)),
      ),
    ),
    /** @param {Shifts} shifts */
    show(shifts) {
      boxes.forEach((pair, digit) =>
        pair.forEach((box, axis) => (box.value = String(shifts[digit][axis]))),
      );
    },
  };
}
