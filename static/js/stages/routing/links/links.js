/** The links of routing with what chooses among them: from which capsules, and how many. */

import { choice, element } from "../../../widgets/dom.js";
import { signed } from "../../../widgets/numbers.js";
import { primaryGrid } from "../../../network/receptive-fields.js";
import { gatherLinks } from "../../../network/links.js";
import {
  readIndex,
  shownDigit,
  shownIteration,
  switched,
  withSwitch,
} from "../../../state/state.js";
import { mountLinks } from "./diagram.js";
import { nameOfSource } from "./sources.js";
import { classNumbers, evenShare, NUMBER_NAMES, QUANTITIES, shownValues } from "../values.js";

/** Share of the chosen class's values that is shown at first. */
const LEAST_SHARE = 0.3;

/** @param {import("../../../state/store.js").Scope} store */
export function mountRoutingLinks(store) {
  const { config, class_names: names } = store.state.model;
  const { primary_types: types, classes } = config;
  const grid = primaryGrid(config);
  const positions = grid.rows * grid.columns;
  let share = Number(switched(store.state, "share")) / 100;
  /** @type {import("../../../network/links.js").Sources} */
  let kind = /** @type {typeof kind} */ (switched(store.state, "links"));
  /** Whose capsules are linked; null until one is chosen. @type {number | null} */
  let type = readIndex(store.state, "linked", types);
  /** @type {Float32Array} */
  let values = new Float32Array(0);
  let told = store.state.quantity; // what these values are

  const sources = choice(
    "Links from",
    /** @type {const} */ ([
      { value: "type", text: `${types} types` },
      { value: "position", text: `${positions} ${positions === 1 ? "position" : "positions"}` },
      { value: "capsule", text: "one type" },
    ]),
    (value) => {
      if (value === "capsule") type = chosenType();
      const linked = withSwitch(store.state, "linked", value === "capsule" ? String(type) : "most");
      store.update(withSwitch({ ...store.state, ...linked }, "links", value));
      kind = value;
      show();
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
      if (Number.isFinite(asked)) {
        type = Math.min(types - 1, Math.max(0, asked));
        store.update(withSwitch(store.state, "linked", String(type)));
      }
      show();
    },
  });
  const slider = element("input", {
    type: "range",
    min: LEAST_SHARE,
    max: 1,
    step: 0.05,
    value: share,
    "aria-label": "Share of the total that the links show",
    oninput: () => {
      share = slider.valueAsNumber;
      store.update(withSwitch(store.state, "share", String(Math.round(100 * share))));
      show();
    },
  });
  const shareWords = element("span", { class: "quiet share-words" });
  const numberWords = element("p", { class: "quiet number-words" });
  const diagram = mountLinks(store, {
    choose: (digit) => store.update({ digit: store.state.digit === digit ? null : digit }),
    describe,
  });

  /** The type that is pinned, else the one that says most of the shown class. */
  function chosenType() {
    const { linked, digit } = store.state;
    if (linked?.type !== null && linked?.type !== undefined) return linked.type;
    const { trace, quantity } = store.state;
    if (!trace?.has(quantity)) return 0;
    const shown = digit ?? shownDigit(store.state);
    const sums = gather(trace, quantity, { sources: "type", type: 0 });
    const sizes = Array.from({ length: types }, (_, each) =>
      Math.abs(sums[each * classes + shown]),
    );
    return sizes.indexOf(Math.max(...sizes));
  }

  /**
   * @param {import("../../../server/trace.js").Trace} trace
   * @param {import("../../../state/state.js").Quantity} quantity
   * @param {{sources: import("../../../network/links.js").Sources, type: number}} from
   */
  function gather(trace, quantity, from) {
    const all = shownValues(trace, quantity, shownIteration(store.state), config);
    return gatherLinks(
      all,
      { types, positions, classes },
      { ...from, mean: quantity !== "support" },
    );
  }

  function sourcesShown() {
    const count = kind === "type" ? types : positions;
    return { kind, type: type ?? 0, count, columns: grid.columns };
  }

  /** @param {import("./layout.js").LinkHit} hit */
  function describe(hit) {
    const { trace, step } = store.state;
    if (!trace) return "";
    const iteration = shownIteration(store.state);
    if (!("source" in hit)) {
      const number = classNumbers(trace, step, iteration)?.[hit.digit];
      return `${names[hit.digit]}: ${NUMBER_NAMES[step]} ${number?.toFixed(4) ?? "…"}`;
    }
    const digit = "digit" in hit ? hit.digit : shownDigit(store.state);
    const value = values[hit.source * classes + digit];
    const about = trace.has(told) && trace.isExact(told) ? "" : "≈ ";
    const mean = kind === "capsule" || told === "support" ? "" : "mean ";
    const start = `${nameOfSource(sourcesShown(), hit.source)} → ${names[digit]}: ${mean}${QUANTITIES[told].text} ${about}`;
    if (told === "couplings") {
      const even = evenShare(trace);
      return `${start}${(even + value).toFixed(4)}, ${signed(value, 4)} from even`;
    }
    if (told !== "support") return `${start}${signed(value, 4)}`;
    const length = Math.hypot(...trace.slice("sums", iteration, digit));
    return `${start}${signed(value, 4)}, ${((100 * value) / length).toFixed(1)} % of ‖s‖`;
  }

  function show() {
    sources.show(kind);
    typeBox.hidden = kind !== "capsule";
    const { trace, quantity, step, digit: chosen, model } = store.state;
    // What has not come yet leaves what was there.
    if (trace?.model !== model.name || !trace.has(quantity)) return;
    const iteration = shownIteration(store.state);
    const digit = shownDigit(store.state);
    const blank = trace.isBlank;
    if (kind === "capsule") type ??= chosenType();
    values = gather(trace, quantity, { sources: kind, type: type ?? 0 });
    if (document.activeElement !== typeBox) typeBox.value = String(type ?? 0);
    told = quantity;
    if (blank) values.fill(0);
    const numbers = classNumbers(trace, step, iteration);
    const shown = diagram.show({
      sources: sourcesShown(),
      values,
      digit,
      alone: chosen !== null,
      share,
      numbers: names.map(
        (_, index) => numbers?.[index].toFixed(step === "couplings" ? 4 : 3) ?? "…",
      ),
      numberName: NUMBER_NAMES[step],
      blank,
    });
    const { total } = QUANTITIES[quantity];
    shareWords.textContent = blank
      ? "nothing is drawn"
      : shown === 0
        ? "nothing differs from class to class: no links"
        : `show ${Math.round(100 * shown)} % of ${total} for ${names[digit]}`;
    numberWords.textContent = `${colours(quantity, names[digit])}; as wide as ${meaning(quantity)}. At the right: ${NUMBER_NAMES[step]}.`;
  }

  /**
   * @param {import("../../../state/state.js").Quantity} quantity
   * @param {string} name of the class
   */
  function colours(quantity, name) {
    switch (quantity) {
      case "support":
        return `Orange links speak for ${name}, blue against`;
      case "couplings":
        return `Orange links are coupled to ${name} more than evenly, blue less`;
      case "logits":
        return `Orange links have a logit above 0 for ${name}, blue below`;
      case "agreement":
        return `Orange links agree with ${name}, blue disagree`;
    }
  }

  /** @param {import("../../../state/state.js").Quantity} quantity */
  function meaning(quantity) {
    const many = kind !== "capsule";
    switch (quantity) {
      case "support":
        return many ? "their capsules' support together" : "the capsule's support";
      case "couplings":
        return `${many ? "the mean coupling" : "the coupling"} lies from an even 1/${classes}`;
      case "logits":
        return many ? "the mean logit" : "the logit";
      case "agreement":
        return many ? "the mean agreement" : "the agreement";
    }
  }

  store.watch(["trace", "digit", "iteration", "step", "quantity"], show);
  return {
    root: element(
      "div",
      { class: "stack links-panel" },
      element(
        "div",
        { class: "row" },
        element("span", { class: "quiet" }, "links from"),
        sources.root,
        typeBox,
      ),
      element("div", { class: "row" }, slider, shareWords),
      diagram.root,
      numberWords,
    ),
  };
}
