/** One primary capsule: its numbers, its length on the curve, what it sees, its type's dimensions. */

import { element, loadStyles } from "../../widgets/dom.js";
import { createSection } from "../../inspector/sections.js";
import { SQUASHES } from "../../network/squash.js";
import { createSquashCurve } from "../../widgets/charts/squash-curve.js";
import { createDimensions } from "./dimensions.js";
import { createField } from "./field.js";
import { createLook } from "./look.js";

const SIDES = /** @type {const} */ ([
  ["primary_raw", "Before squash, s"],
  ["primary", "After squash, u"],
]);

/** @type {import("../../page/stage-host.js").Mount} */
export function mountCapsule(root, store) {
  void loadStyles("inspector");
  const look = createLook(store);
  const parts = [
    createNumbers(store, look),
    createField(store, look),
    createDimensions(store, look),
  ];
  root.append(
    element("div", { class: "primary-view primary-one" }, ...parts.map((part) => part.root)),
  );
  look.follow(() => parts.forEach((part) => part.show()));
}

/**
 * The capsule's numbers before and after squash, and its length on the curve.
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
function createNumbers(store, { capsule }) {
  const { config } = store.state.model;
  const title = element("h3", {});
  const places = SIDES.map(() => element("div", { class: "explanation" }));
  const lengths = element("p", { class: "formula number" });
  const curve = createSquashCurve();
  const root = element(
    "section",
    { class: "primary-capsule", "aria-label": "One primary capsule" },
    title,
    element("div", { class: "capsule-bars" }, ...places),
    lengths,
    curve.root,
  );
  /** @type {ReturnType<typeof createSection>[]} */
  let bars = [];

  function show() {
    const { type, row, column } = capsule();
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
  }

  return { root, show };
}
