/** The pen, and the sliders that move, turn, enlarge and shear the whole drawing. */

import { choice, element } from "../../widgets/dom.js";
import { replace, transform } from "../../drawing/strokes.js";

/** @param {import("../../state/store.js").Scope} store */
export function createPenAndPose(store) {
  const tool = choice(
    "Tool",
    [
      { value: false, text: "Brush" },
      { value: true, text: "Eraser" },
    ],
    (erase) => store.update({ pen: { ...store.state.pen, erase } }),
  );
  const width = element("input", {
    type: "range",
    min: 4,
    max: 48,
    step: 1,
    oninput: () => store.update({ pen: { ...store.state.pen, width: width.valueAsNumber } }),
  });
  const center = element("input", {
    type: "checkbox",
    onchange: () => store.update({ center: center.checked }),
  });
  const widthText = element("span", { class: "number" });
  store.watch(["pen"], () => {
    const { pen } = store.state;
    tool.show(pen.erase);
    width.value = String(pen.width);
    widthText.textContent = String(pen.width);
  });
  store.watch(["center"], () => void (center.checked = store.state.center));

  /** @type {{name: string, key: "turn" | "scale" | "shear" | "dx" | "dy", low: number, high: number, step: number, none: number, unit: string}[]} */
  const poses = [
    { name: "Turn", key: "turn", low: -180, high: 180, step: 1, none: 0, unit: "°" },
    { name: "Scale", key: "scale", low: 0.3, high: 2, step: 0.05, none: 1, unit: "×" },
    { name: "Shear", key: "shear", low: -1, high: 1, step: 0.05, none: 0, unit: "" },
    { name: "Right", key: "dx", low: -140, high: 140, step: 5, none: 0, unit: "" },
    { name: "Down", key: "dy", low: -140, high: 140, step: 5, none: 0, unit: "" },
  ];
  /** @type {import("../../drawing/strokes.js").History | null} */
  let before = null; // the drawing that the sliders start from
  /** @type {import("../../drawing/strokes.js").History | null} */
  let posed = null; // what they made of it
  const sliders = poses.map((pose) => {
    const value = element("span", { class: "number slider-value" });
    const range = element("input", {
      type: "range",
      min: pose.low,
      max: pose.high,
      step: pose.step,
      value: pose.none,
      oninput: apply,
    });
    function apply() {
      before ??= store.state.drawing;
      const amounts = Object.fromEntries(
        sliders.map(({ key, range: each }) => [key, each.valueAsNumber]),
      );
      posed = replace(before, transform(before.present, amounts));
      store.update({ drawing: posed, input: { kind: "strokes" } });
      tell();
    }
    function tell() {
      value.textContent = `${range.value}${pose.unit}`;
    }
    tell();
    return {
      ...pose,
      range,
      tell,
      row: element(
        "label",
        { class: "slider" },
        element("span", { class: "slider-name wide" }, pose.name),
        range,
        value,
      ),
    };
  });
  const reset = element(
    "button",
    {
      type: "button",
      onclick: () => before && store.update({ drawing: before, input: { kind: "strokes" } }),
    },
    "Put it back as it was",
  );
  const none = element(
    "p",
    { class: "quiet" },
    "These sliders move strokes: draw something first.",
  );
  store.watch(["drawing", "input"], () => {
    const { drawing, input } = store.state;
    // A test picture, a photo or single pixels have no strokes that could be moved.
    const movable = input.kind === "strokes" && drawing.present.strokes.length > 0;
    none.hidden = movable;
    for (const { range } of sliders) range.disabled = !movable;
    reset.disabled = !movable || drawing !== posed;
    // Another stroke or an undo is another drawing to start from.
    if (drawing === posed) return;
    before = posed = null;
    for (const { range, none: still, tell } of sliders) {
      range.value = String(still);
      tell();
    }
  });

  return element(
    "div",
    { class: "stack" },
    element("h3", {}, "Pen"),
    element("div", { class: "row" }, tool.root),
    element(
      "label",
      { class: "slider" },
      element("span", { class: "slider-name wide" }, "Width"),
      width,
      widthText,
    ),
    element("div", { class: "row" }, element("h3", {}, "Move the drawing"), reset),
    ...sliders.map(({ row }) => row),
    none,
    element("label", { class: "check" }, center, " Centre it the way MNIST was"),
    element(
      "p",
      { class: "quiet" },
      "With centring on, moving and scaling change nothing: that is what it is for. Switch it off to see how an off-centre digit fares.",
    ),
  );
}
