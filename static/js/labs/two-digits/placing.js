/** Where the two digits lie: dragged on their picture, moved by keys, by numbers, or apart. */

import { choice, element } from "../../widgets/dom.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";
import { apart, directionOf, distance, REACH, within } from "./shifts.js";
import { INKED, overlaid, overlapOf } from "./pixel-shares.js";

const NAMES = ["first digit", "second digit"];
const AXES = ["down", "right"];
const STEPS = /** @type {const} */ ({
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
});

/**
 * @param {{height: number, width: number}} image
 * @param {(shifts: import("./shifts.js").Shifts) => void} move
 */
export function createPlacing({ height, width }, move) {
  const size = height * width;
  /** @type {import("./shifts.js").Shifts} */
  let shifts = [
    [0, 0],
    [0, 0],
  ];
  /** Of the slider, which keeps to it. */
  let direction = directionOf(shifts);
  /** The digit that keys move. */
  let active = 0;
  /** Each digit alone. @type {Float32Array | null} */
  let parts = null;
  /** @type {{x: number, y: number, from: import("./shifts.js").Shift} | null} */
  let drag = null;

  const canvas = element("canvas", { class: "pixels", role: "img", "aria-label": "Both digits" });
  canvas.dataset.picture = "placing";
  const frame = element(
    "div",
    {
      class: "picture placing",
      tabindex: 0,
      role: "application",
      "aria-label": "Where the two digits lie. Arrow keys move one of them by a pixel.",
      onkeydown: onKey,
    },
    canvas,
  );
  const chosen = choice(
    "Arrow keys move",
    NAMES.map((text, value) => ({ value, text })),
    (value) => {
      active = value;
      show();
    },
  );
  const boxes = NAMES.map((name, digit) =>
    AXES.map((axis, at) =>
      element("input", {
        ...{ type: "number", min: -REACH, max: REACH, step: 1 },
        "aria-label": `${name}: pixels ${axis}`,
        onchange: (/** @type {Event} */ { target }) => {
          const value = /** @type {HTMLInputElement} */ (target).valueAsNumber;
          const shift = [...shifts[digit]];
          if (Number.isFinite(value)) shift[at] = within(value);
          moveTo(digit, shift[0], shift[1]);
        },
      }),
    ),
  );
  const slider = element("input", {
    ...{ type: "range", min: 0, max: 2 * REACH, step: 1 },
    "aria-label": "Pixels between the two digits",
    oninput: () => {
      shifts = apart(shifts, slider.valueAsNumber, direction);
      changed();
    },
  });
  const between = element("output", { class: "number" });
  const words = element("p", { class: "quiet", "data-overlap": "" });

  /**
   * @param {number} digit
   * @param {number} down
   * @param {number} right
   */
  function moveTo(digit, down, right) {
    const shift = /** @type {const} */ ([within(down), within(right)]);
    shifts = digit === 0 ? [shift, shifts[1]] : [shifts[0], shift];
    if (distance(shifts) > 0) direction = directionOf(shifts);
    changed();
  }

  function changed() {
    show();
    move(shifts);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (!(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [down, right] = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
    moveTo(active, shifts[active][0] + down, shifts[active][1] + right);
  }

  /** The pixel under a pointer. @param {PointerEvent} event */
  function pixelAt(event) {
    const { left, top, width: across, height: down } = canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - left) / across) * width,
      y: ((event.clientY - top) / down) * height,
    };
  }

  /** The digit that alone has ink near a pixel; the one that keys move where both have, or neither. */
  function digitAt(/** @type {{x: number, y: number}} */ { x, y }) {
    const ink = [0, 1].map((digit) => {
      let most = 0;
      for (let row = Math.floor(y) - 1; row <= y + 1; row++) {
        for (let column = Math.floor(x) - 1; column <= x + 1; column++) {
          const within = row >= 0 && row < height && column >= 0 && column < width;
          if (within) most = Math.max(most, parts?.[digit * size + row * width + column] ?? 0);
        }
      }
      return most >= INKED;
    });
    return ink[0] === ink[1] ? active : ink[0] ? 0 : 1;
  }

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    frame.setPointerCapture(event.pointerId);
    const at = pixelAt(event);
    active = digitAt(at);
    drag = { ...at, from: shifts[active] };
    show();
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drag || !event.isPrimary) return;
    const { x, y } = pixelAt(event);
    const [down, right] = drag.from;
    const next = [within(down + y - drag.y), within(right + x - drag.x)];
    if (next[0] === shifts[active][0] && next[1] === shifts[active][1]) return;
    moveTo(active, next[0], next[1]);
  });
  for (const end of ["pointerup", "pointercancel"])
    frame.addEventListener(end, () => (drag = null));

  function show() {
    chosen.show(active);
    boxes.forEach((pair, digit) =>
      pair.forEach((box, axis) => (box.value = String(shifts[digit][axis]))),
    );
    slider.value = String(distance(shifts));
    between.textContent = `${distance(shifts)} px`;
  }

  return {
    root: element(
      "section",
      { class: "stack", "aria-label": "Where they lie" },
      element("h3", {}, "Where they lie"),
      frame,
      element("p", { class: "quiet" }, "Drag a digit, or move by arrow keys the"),
      chosen.root,
      ...boxes.map((pair, digit) =>
        element(
          "div",
          { class: "place-row" },
          element("span", { class: "swatch", "data-ink": digit }),
          element("span", { class: "place-name" }, NAMES[digit]),
          ...pair.map((box, axis) => element("label", {}, AXES[axis], " ", box)),
        ),
      ),
      element("label", { class: "row moment-row" }, "Apart", slider, between),
      words,
    ),
    /** @param {import("./shifts.js").Shifts} next */
    place(next) {
      shifts = next;
      if (distance(shifts) > 0) direction = directionOf(shifts);
      show();
    },
    /** Paints each digit alone as the server placed it. @param {Float32Array} placed */
    paint(placed) {
      parts = placed;
      const [first, second] = [parts.subarray(0, size), parts.subarray(size)];
      putPixels(canvas, imagePixels(overlaid(first, second), size), width, height);
      const share = Math.round(100 * overlapOf(first, second));
      words.textContent = `${share} % of the pixels with ink have ink of both.`;
    },
  };
}
