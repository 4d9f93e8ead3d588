/** Sliders that turn, shear, enlarge and move the whole drawing, and the centring that undoes some of it. */

import { element } from "../widgets/dom.js";
import { minus, signed } from "../widgets/numbers.js";
import { replace, transform } from "../drawing/strokes.js";

/** @typedef {import("../drawing/strokes.js").History} History */

/** Units of a drawing to a pixel of the picture that the network receives. */
const PIXEL = 10;

/** @type {(value: number) => string} */
const pixels = (value) => `${value === 0 ? "0" : signed(value / PIXEL, 1)} px`;

/**
 * Ways to move a drawing: `none` is where it stays as it is.
 * @type {{name: string, key: keyof import("../drawing/stroke-shapes.js").Transform, low: number, high: number,
 *   step: number, none: number, print: (value: number) => string, centred?: boolean}[]}
 */
const POSES = [
  {
    ...{ name: "turn", key: "turn", low: -180, high: 180, step: 1, none: 0 },
    print: (value) => `${minus(String(value))}°`,
  },
  {
    ...{ name: "shear", key: "shear", low: -1, high: 1, step: 0.05, none: 0 },
    print: (value) => (value === 0 ? "0" : signed(value)),
  },
  {
    ...{ name: "scale", key: "scale", low: 0.3, high: 2, step: 0.05, none: 1, centred: true },
    print: (value) => `${value.toFixed(2)}×`,
  },
  {
    ...{ name: "right", key: "dx", low: -140, high: 140, step: 5, none: 0, centred: true },
    print: pixels,
  },
  {
    ...{ name: "down", key: "dy", low: -140, high: 140, step: 5, none: 0, centred: true },
    print: pixels,
  },
];

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Scope} store
 */
export function mount(root, store) {
  /** The drawing that the sliders start from. @type {History | null} */
  let before = null;
  /** What they made of it. @type {History | null} */
  let posed = null;
  const sliders = POSES.map((pose) => ({ ...pose, ...createSlider(pose, apply) }));
  const reset = element(
    "button",
    {
      ...{ type: "button", class: "link", "aria-label": "Put the drawing back as it was" },
      onclick: () => before && store.update({ drawing: before, input: { kind: "strokes" } }),
    },
    "reset",
  );
  const unmovable = element("span", { class: "quiet unmovable" });

  function apply() {
    before ??= store.state.drawing;
    const amounts = Object.fromEntries(sliders.map(({ key, range }) => [key, range.valueAsNumber]));
    posed = replace(before, transform(before.present, amounts));
    store.update({ drawing: posed, input: { kind: "strokes" } });
  }

  root.append(
    element(
      "div",
      { class: "input-head" },
      element("h2", { id: "pose-title" }, "Move the drawing"),
      unmovable,
      reset,
    ),
    ...sliders.map((slider) => slider.root),
    createCentring(store),
  );
  store.watch(["drawing", "input", "stroke"], () => {
    const { drawing, input } = store.state;
    // A test picture, a photo or single pixels have no strokes that could be moved.
    const movable = input.kind === "strokes" && drawing.present.strokes.length > 0;
    unmovable.textContent = input.kind === "strokes" ? "draw first" : "no strokes";
    unmovable.hidden = movable || store.state.stroke !== null;
    for (const { range } of sliders) range.disabled = !movable;
    reset.hidden = !movable || drawing !== posed;
    // Another stroke or an undo is another drawing to start from.
    if (drawing === posed) return;
    before = posed = null;
    for (const { show, none } of sliders) show(none);
  });
  store.watch(["center"], () => {
    for (const { centred, root: row } of sliders) {
      row.title =
        centred && store.state.center ? "Centring undoes this: turn it off to see an effect." : "";
    }
  });
}

/** @param {import("../state/store.js").Scope} store */
function createCentring(store) {
  const center = element("input", {
    type: "checkbox",
    onchange: () => store.update({ center: center.checked }),
  });
  store.watch(["center"], () => void (center.checked = store.state.center));
  return element("label", { class: "pose-row centring" }, center, "centre it, as MNIST was");
}

/**
 * @param {(typeof POSES)[number]} pose
 * @param {() => void} moved
 */
function createSlider({ name, low, high, step, print }, moved) {
  const value = element("span", { class: "number" });
  const range = element("input", {
    ...{ type: "range", min: low, max: high, step, "aria-label": name },
    oninput: () => {
      tell();
      moved();
    },
  });

  function tell() {
    value.textContent = print(range.valueAsNumber);
    range.setAttribute("aria-valuetext", value.textContent);
  }

  return {
    range,
    root: element("label", { class: "pose-row" }, element("span", {}, name), range, value),
    /** @param {number} next */
    show(next) {
      range.value = String(next);
      tell();
    },
  };
}
