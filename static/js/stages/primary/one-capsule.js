/** One primary capsule: its numbers before and after squash, its length on the curve, what it sees. */

import { element, loadStyles } from "../../widgets/dom.js";
import { primaryPatch } from "../../network/receptive-fields.js";
import { createSection } from "../../inspector/sections.js";
import { SQUASHES } from "../../network/squash.js";
import { createSquashCurve } from "../../widgets/charts/squash-curve.js";
import { createInputPicture } from "../../widgets/input-picture.js";

/** @typedef {{type: number, row: number, column: number}} Capsule */

const SIDES = /** @type {const} */ ([
  ["primary_raw", "Before squash, s"],
  ["primary", "After squash, u"],
]);

/** @param {import("../../state/store.js").Scope} store */
export function mountCapsule(store) {
  void loadStyles("inspector");
  const { config } = store.state.model;
  const patch = primaryPatch(config, 0, 0);
  const title = element("h3", {});
  const places = SIDES.map(() => element("div", { class: "stack explanation" }));
  const lengths = element("p", { class: "formula number" });
  const curve = createSquashCurve();
  const source = createInputPicture(
    store,
    "What the network receives, with the patch that the capsule sees outlined",
  );
  const root = element(
    "section",
    { class: "stack primary-capsule", "aria-label": "One primary capsule" },
    title,
    element("div", { class: "capsule-bars" }, ...places),
    lengths,
    curve.root,
    element("h3", {}, `It sees ${patch.height}×${patch.width} pixels`),
    element("div", { class: "painting" }, source.root),
  );
  /** @type {ReturnType<typeof createSection>[]} */
  let bars = [];
  /** @type {Capsule} */
  let shown = { type: 0, row: 0, column: 0 };

  /** @param {Capsule} capsule */
  function show(capsule) {
    shown = capsule;
    const { type, row, column } = capsule;
    const { trace, dark } = store.state;
    title.textContent = `Capsule of type ${type}, row ${row}, column ${column}`;
    if (!trace?.has("primary")) return;
    const about = trace.isExact("primary_raw") ? "" : "≈ ";
    const sections = SIDES.map(([side, name]) => ({
      type: /** @type {const} */ ("bars"),
      name: `${about}${name}`,
      terms: Array.from(trace.slice(side, type, row, column), (value, dimension) => ({
        name: String(dimension),
        value,
        unit: /** @type {const} */ ({ kind: "component", type, row, column, dimension }),
      })),
      signed: true,
      decimals: 3,
    }));
    if (bars.length === 0) {
      bars = sections.map((section) => createSection(section));
      places.forEach((place, index) => place.append(bars[index].root));
    }
    const look = {
      dark,
      follow: (/** @type {import("../../network/units.js").Unit} */ unit) =>
        store.update({ pinned: unit }),
    };
    bars.forEach((bar, index) => bar.show(sections[index], look));
    const [before, after] = SIDES.map(([side]) =>
      Math.hypot(...trace.slice(side, type, row, column)),
    );
    lengths.textContent = `‖s‖ = ${about}${before.toFixed(3)}\n‖u‖ = ${SQUASHES[config.squash].told} = ${about}${after.toFixed(3)}`;
    curve.show({ type: "squash", from: before, to: after, squash: config.squash }, look);
    source.paintImage(trace.values("image"));
    outline();
  }

  /** While something is selected its own outlines are there. */
  function outline() {
    const own = [primaryPatch(config, shown.row, shown.column)];
    source.outline(store.state.linked ? [] : own);
  }

  store.watch(["linked"], outline);
  return { root, show };
}
