/** What chooses among the links: from which groups of capsules, of which quantity, and how many. */

import { choice, element } from "../../../widgets/dom.js";
import { switched, withSwitch } from "../../../state/state.js";
import { QUANTITIES, titleOf } from "../values.js";

/** Share of the chosen class's values that is shown at least. */
const LEAST_SHARE = 0.3;

/**
 * @param {import("../../../state/store.js").Scope} store
 * @param {{types: number, positions: number, typeToShow: () => number}} of typeToShow: whose capsules
 *   are linked when those of one type are asked for
 */
export function createLinkControls(store, { types, positions, typeToShow }) {
  const sources = choice(
    "Links from",
    /** @type {const} */ ([
      { value: "type", text: "types", title: `From ${types} types of capsules` },
      {
        value: "position",
        text: "positions",
        title: `From ${positions} ${positions === 1 ? "position" : "positions"}`,
      },
      { value: "capsule", text: "one type", title: "From each capsule of one type" },
    ]),
    (value) => {
      const type = value === "capsule" ? String(typeToShow()) : "most";
      const linked = withSwitch(store.state, "linked", type);
      store.update(withSwitch({ ...store.state, ...linked }, "links", value));
    },
  );
  const typeBox = element("input", {
    type: "number",
    min: 0,
    max: types - 1,
    step: 1,
    "aria-label": "Type whose capsules are linked",
    onchange: () => {
      const asked = Math.round(typeBox.valueAsNumber);
      const type = Number.isFinite(asked) ? Math.min(types - 1, Math.max(0, asked)) : typeToShow();
      store.update(withSwitch(store.state, "linked", String(type)));
    },
  });
  const quantities = choice(
    "Quantity",
    /** @type {import("../../../state/state.js").Quantity[]} */ (Object.keys(QUANTITIES)).map(
      (value) => ({
        value,
        text: QUANTITIES[value].name,
        title: titleOf(value, store.state.model.config),
      }),
    ),
    (quantity) => store.update({ quantity }),
  );
  const share = element("input", {
    type: "range",
    min: LEAST_SHARE,
    max: 1,
    step: 0.05,
    "aria-label": "Share of the total that the links show",
    oninput: () =>
      store.update(withSwitch(store.state, "share", String(Math.round(100 * share.valueAsNumber)))),
  });
  store.watch(["switches"], () => {
    const kind = /** @type {import("../../../network/links.js").Sources} */ (
      switched(store.state, "links")
    );
    sources.show(kind);
    // Its place is kept: what stands beside it does not move.
    typeBox.disabled = kind !== "capsule";
    share.value = String(Number(switched(store.state, "share")) / 100);
  });

  return {
    root: element(
      "div",
      { class: "row links-controls" },
      sources.root,
      typeBox,
      quantities.root,
      element("label", { class: "links-share quiet" }, "links", share),
    ),
    showQuantity: quantities.show,
    /** @param {number} type whose capsules are linked */
    showType(type) {
      // A number that is being typed is left to its hand.
      if (document.activeElement !== typeBox) typeBox.value = String(type);
    },
  };
}
