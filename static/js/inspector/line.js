/** The inspector's line: the unit, its value, what it adds; it opens the sheet. */

import { element } from "../widgets/dom.js";
import { unitName } from "../network/units.js";

const NOTHING =
  "Point at anything to see how its number comes about. Click to keep it, Esc to let go.";

/**
 * @param {import("../state/store.js").Store} store
 * @param {ReturnType<typeof import("./trail.js").createTrail>} trail
 */
export function createLine(store, trail) {
  const name = element("strong", { class: "unit-name" });
  const values = element("span", { class: "unit-values number" });
  const hint = element("span", { class: "quiet unit-hint", "aria-hidden": "true" });
  const opener = element(
    "button",
    {
      ...{ type: "button", class: "inspector-open", "aria-controls": "inspector-sheet" },
      onclick: () => {
        const { sheet, pinned } = store.state;
        // What is read about is kept, whatever the pointer crosses on its way there.
        store.update({ sheet: !sheet, ...(sheet ? {} : { pinned: pinned ?? trail.unit() }) });
      },
    },
    ...[name, values, hint],
  );
  const pin = element("button", {
    ...{ type: "button", class: "icon pin" },
    onclick: () =>
      store.update(store.state.pinned ? { pinned: null, pointed: null } : { pinned: trail.unit() }),
  });
  return {
    root: element(
      "div",
      { class: "inspector-line" },
      element("h2", { id: "inspector-title", class: "unseen" }, "Inspector"),
      pin,
      element("h3", { class: "unit-head" }, opener),
    ),
    focus: () => opener.focus(),
    /** @param {import("../network/units.js").Unit | null} unit */
    show(unit) {
      const { pinned, model, sheet } = store.state;
      pin.disabled = unit === null;
      pin.setAttribute("aria-pressed", String(pinned !== null));
      pin.setAttribute("aria-label", pinned ? "Let go of the pinned unit" : "Pin this unit");
      name.textContent = unit ? unitName(unit, model) : NOTHING;
      name.classList.toggle("quiet", unit === null);
      const [does, way] = sheet
        ? ["close", "▾"]
        : [unit ? "click for the sum" : "go to a unit", "▴"];
      hint.replaceChildren(element("span", { class: "unit-does" }, does), ` ${way}`);
      opener.setAttribute("aria-expanded", String(sheet));
    },
    /**
     * @param {string[]} told
     * @param {boolean} [exact]
     */
    tell(told, exact = true) {
      values.textContent = (exact ? "" : "≈ ") + told.join(" · ");
    },
  };
}
