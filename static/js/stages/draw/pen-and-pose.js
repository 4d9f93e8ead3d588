/** The pen, and the sliders that move, turn, enlarge and shear the whole drawing. */

import { choice, element } from "../../widgets/dom.js";
import { replace, transform } from "../../drawing/strokes.js";

/** @typedef {import("../../drawing/strokes.js").History} History */

/** Ways to move a drawing: `none` is where it stays as it is. */
const POSES = [
  { name: "Turn", key: "turn", low: -180, high: 180, step: 1, none: 0, unit: "°" },
  { name: "Scale", key: "scale", low: 0.3, high: 2, step: 0.05, none: 1, unit: "×" },
  { name: "Shear", key: "shear", low: -1, high: 1, step: 0.05, none: 0, unit: "" },
  { name: "Right", key: "dx", low: -140, high: 140, step: 5, none: 0, unit: "" },
  { name: "Down", key: "dy", low: -140, high: 140, step: 5, none: 0, unit: "" },
];

/** @param {import("../../state/store.js").Scope} store */
export function createPenAndPose(store) {
  const center = element("input", {
    type: "checkbox",
    onchange: () => store.update({ center: center.checked }),
  });
  store.watch(["center"], () => void (center.checked = store.state.center));
  return element(
    "div",
    { class: "stack" },
    ...createPen(store),
    ...createPose(store),
    element("label", { class: "check" }, center, " Centre it the way MNIST was"),
    element(
      "p",
      { class: "quiet" },
      "With centring on, moving and scaling change nothing: that is what it is for. Switch it off to see how an off-centre digit fares.",
    ),
  );
}

/** @param {import("../../state/store.js").Scope} store */
function createPen(store) {
  const tool = choice(
    "Tool",
    [
      { value: false, text: "Brush" },
      { value: true, text: "Eraser" },
    ],
    (erase) => store.update({ pen: { ...store.state.pen, erase } }),
  );
  const width = createSlider({ name: "Width", low: 4, high: 48, step: 1 }, (value) =>
    store.update({ pen: { ...store.state.pen, width: value } }),
  );
  store.watch(["pen"], () => {
    const { pen } = store.state;
    tool.show(pen.erase);
    width.show(pen.width);
  });
  return [element("h3", {}, "Pen"), element("div", { class: "row" }, tool.root), width.root];
}

/** @param {import("../../state/store.js").Scope} store */
function createPose(store) {
  /** The drawing that the sliders start from. @type {History | null} */
  let before = null;
  /** What they made of it. @type {History | null} */
  let posed = null;
  const sliders = POSES.map((pose) => ({ ...pose, ...createSlider(pose, apply) }));
  const reset = element(
    "button",
    {
      type: "button",
      onclick: () => before && store.update({ drawing: before, input: { kind: "strokes" } }),
    },
    "Put it back as it was",
  );
  const unmovable = element(
    "p",
    { class: "quiet" },
    "These sliders move strokes: draw something first.",
  );

  function apply() {
    before ??= store.state.drawing;
    const amounts = Object.fromEntries(sliders.map(({ key, range }) => [key, range.valueAsNumber]));
    posed = replace(before, transform(before.present, amounts));
    store.update({ drawing: posed, input: { kind: "strokes" } });
  }

  store.watch(["drawing", "input"], () => {
    const { drawing, input } = store.state;
    // A test picture, a photo or single pixels have no strokes that could be moved.
    const movable = input.kind === "strokes" && drawing.present.strokes.length > 0;
    unmovable.hidden = movable;
    for (const { range } of sliders) range.disabled = !movable;
    reset.disabled = !movable || drawing !== posed;
    // Another stroke or an undo is another drawing to start from.
    if (drawing === posed) return;
    before = posed = null;
    for (const { show, none } of sliders) show(none);
  });
  return [
    element("div", { class: "row" }, element("h3", {}, "Move the drawing"), reset),
    ...sliders.map(({ root }) => root),
    unmovable,
  ];
}

/**
 * @param {{name: string, low: number, high: number, step: number, unit?: string}} options
 * @param {(value: number) => void} moved
 */
function createSlider({ name, low, high, step, unit = "" }, moved) {
  const value = element("span", { class: "number slider-value" });
  const range = element("input", {
    ...{ type: "range", min: low, max: high, step },
    oninput: () => {
      show(range.valueAsNumber);
      moved(range.valueAsNumber);
    },
  });

  /** @param {number} next */
  function show(next) {
    range.value = String(next);
    value.textContent = `${range.value}${unit}`;
  }

  return {
    ...{ range, show },
    root: element(
      "label",
      { class: "slider" },
      element("span", { class: "slider-name wide" }, name),
      range,
      value,
    ),
  };
}
