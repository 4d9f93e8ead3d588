/** Perturb: the numbers of one capsule moved, and what the decoder and a ruler make of it. */

import { choice, element } from "../../widgets/dom.js";
import { redoValues, undoValues } from "../../state/capsule-edit.js";
import { classNoun, shownDigit, switched, withSwitch } from "../../state/state.js";
import { createGrids } from "../../widgets/dimension-grid.js";
import { mountSwing } from "./swing.js";
import { mountPictures } from "./pictures.js";
import { mountEffects } from "./effect-curves.js";
import { mountInterpolation } from "./interpolation.js";

export const title = "What does a capsule hold?";

/** How far each dimension is moved; the paper's figure moves it by a quarter. */
const REACHES = ["0.1", "0.25", "0.5", "1"];

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function mount(root, store, samples) {
  const { class_names: names, config } = store.state.model;
  const reach = () => Number(switched(store.state, "grid"));
  const capsules = choice(
    "Capsule",
    names.map((name, digit) => ({ value: digit, text: name })),
    (digit) => store.update({ digit }),
  );
  const buttons = [
    element(
      "button",
      { type: "button", onclick: () => store.update(undoValues(store.state)) },
      "Undo",
    ),
    element(
      "button",
      { type: "button", onclick: () => store.update(redoValues(store.state)) },
      "Redo",
    ),
    element("button", { type: "button", onclick: () => store.update({ held: null }) }, "Reset all"),
  ];
  const effects = mountEffects(store);
  const range = choice(
    "Range of the grid",
    REACHES.map((value) => ({ value, text: `±${value}` })),
    (value) => store.update(withSwitch(store.state, "grid", value)),
  );
  const swing = mountSwing(store, { reach });
  const gridTitle = element("h3", {});
  const grids = createGrids(store, {
    reach,
    painted: (pictures, { offsets }) => {
      effects.show(pictures, offsets);
      root.dataset.grid = `${offsets[0]}`;
    },
  });

  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      `A capsule's ${config.digit_dimensions} numbers are the pose of its ${classNoun(store.state.model)}. Move them with the sliders of the panel Capsule, with a click on a picture of the grid, or let one swing; the decoder draws what the capsule then says.`,
    ),
    element(
      "div",
      { class: "row" },
      `Capsule of ${classNoun(store.state.model)}`,
      capsules.root,
      ...buttons,
    ),
    element(
      "div",
      { class: "columns perturb-columns" },
      element("div", { class: "stack" }, mountPictures(store).root, swing.root),
      element(
        "div",
        { class: "stack" },
        gridTitle,
        element("div", { class: "row" }, element("span", { class: "quiet" }, "range"), range.root),
        grids,
      ),
    ),
    effects.root,
    mountInterpolation(store, samples).root,
  );

  store.watch(["trace", "digit", "held"], () => {
    const { held } = store.state;
    capsules.show(held?.digit ?? shownDigit(store.state));
    buttons[0].disabled = !held || held.past.length === 0;
    buttons[1].disabled = !held || held.future.length === 0;
    buttons[2].disabled = !held;
  });
  store.watch(["switches"], () => {
    range.show(switched(store.state, "grid"));
    gridTitle.textContent = `One dimension a row, from −${reach()} to +${reach()} around its value; click a picture to take it`;
  });
}
