/** Going to a unit by its numbers, for those who know which one they want. */

import { element } from "../widgets/dom.js";
import { classNoun } from "../state/state.js";
import { INDICES, sizesOf } from "../network/units.js";

/** @typedef {import("../network/units.js").Unit} Unit */

/** What each kind is called in the list. @type {Record<Unit["kind"], string>} */
const KINDS = {
  pixel: "pixel of the input",
  kernel: "kernel of Conv1",
  conv1: "cell of a Conv1 map",
  type: "type of primary capsules",
  capsule: "primary capsule",
  component: "number of a primary capsule",
  vote: "vote of a primary capsule",
  link: "all votes of a type",
  position: "all votes of a position",
  digit: "digit capsule",
  dimension: "number of a digit capsule",
  hidden: "hidden unit of the decoder",
  decoded: "pixel of a reconstruction",
};

/**
 * @param {import("../state/store.js").Store} store
 * @param {(unit: Unit) => void} go told of the unit that was asked for
 */
export function createFinder(store, go) {
  const kinds = element(
    "select",
    { "aria-label": "Kind of unit", onchange: () => change({}) },
    ...Object.entries(KINDS).map(([kind, words]) => element("option", { value: kind }, words)),
  );
  const fields = element("span", { class: "finder-fields" });
  const places = element("div", { class: "finder", hidden: true }, kinds, fields);
  const opener = element(
    "button",
    {
      ...{ type: "button", class: "push", "aria-label": "Go to a unit by its numbers" },
      ...{ title: "Go to a unit by its numbers", "aria-expanded": "false" },
      onclick: () => {
        places.hidden = !places.hidden;
        opener.setAttribute("aria-expanded", String(!places.hidden));
        if (!places.hidden) kinds.focus();
      },
    },
    "Go to…",
  );
  /** The kind and the network whose fields stand there. */
  let form = "";
  /** @type {Record<string, number>} */
  let indices = {};

  /**
   * Goes to the unit of the chosen kind; what one kind does not know of another begins at 0.
   * @param {Record<string, number>} changed
   */
  function change(changed) {
    const kind = /** @type {Unit["kind"]} */ (kinds.value);
    const all = { ...indices, ...changed };
    const sizes = sizesOf(kind, store.state.model, all.layer);
    const own = INDICES[kind].map((name) => [
      name,
      Math.min(Math.max(0, sizes[name] - 1), all[name] ?? 0),
    ]);
    go(/** @type {Unit} */ (/** @type {unknown} */ ({ kind, ...Object.fromEntries(own) })));
  }

  return {
    opener,
    places,
    /**
     * Shows the numbers of the unit that is explained.
     * @param {Unit | null} unit
     */
    show(unit) {
      const kind = unit?.kind ?? /** @type {Unit["kind"]} */ (kinds.value);
      if (unit) {
        const { kind: _, ...own } = unit;
        indices = { ...indices, ...own };
      }
      kinds.value = kind;
      const wanted = `${kind} ${indices.layer} ${store.state.model.name}`;
      if (wanted !== form) {
        form = wanted;
        const sizes = sizesOf(kind, store.state.model, indices.layer);
        const index = {
          /** @param {string} name */
          read: (name) => indices[name] ?? 0,
          /** @param {Record<string, number>} changed */
          change(changed) {
            // A field with the focus that is taken away tells its last change: it means no unit.
            if (form === wanted) change(changed);
          },
        };
        fields.replaceChildren(
          ...INDICES[kind].map((name) => createField(store.state.model, name, sizes[name], index)),
        );
      }
      for (const field of fields.querySelectorAll("[data-index]")) {
        const place = /** @type {HTMLInputElement | HTMLSelectElement} */ (field);
        const value = String(indices[place.dataset.index ?? ""] ?? 0);
        // A number that is being typed is left to its hand.
        if (place.value !== value && document.activeElement !== place) place.value = value;
      }
    },
  };
}

/**
 * A field for one index of a unit, by its name.
 * @param {import("../state/state.js").Model} model
 * @param {string} name
 * @param {number} size how many there are
 * @param {{read: (name: string) => number, change: (changed: Record<string, number>) => void}} index
 *   what is shown of it, and what changes it
 */
function createField(model, name, size, { read, change }) {
  if (name === "digit") {
    const field = element(
      "select",
      { "data-index": name, onchange: () => change({ digit: Number(field.value) }) },
      ...model.class_names.map((each, digit) => element("option", { value: digit }, each)),
    );
    return element("label", {}, classNoun(model), field);
  }
  const last = size - 1;
  const told = name === "index" ? "unit" : name;
  const field = element("input", {
    ...{
      type: "number",
      "aria-label": `${told}, 0 to ${last}`,
      title: `0 to ${last}`,
      min: 0,
      max: last,
      step: 1,
      "data-index": name,
    },
    oninput: go,
    onchange: () => {
      go();
      // What is no number, or was beyond the range's end, gives way to what is shown.
      field.value = String(read(name));
    },
  });

  function go() {
    const value = Math.min(last, Math.max(0, Math.round(field.valueAsNumber)));
    if (!Number.isNaN(value)) change({ [name]: value });
  }

  return element("label", {}, told, field);
}
