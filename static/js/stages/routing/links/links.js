/** The links of routing with what chooses among them: from which capsules, and how many. */

import { element } from "../../../widgets/dom.js";
import { primaryGrid } from "../../../network/receptive-fields.js";
import { gatherLinks } from "../../../network/links.js";
import { greatest } from "../../../network/longest.js";
import { valuesFor } from "../../../network/votes.js";
import { readIndex, shownDigit, shownIteration, switched } from "../../../state/state.js";
import { classNumbers, NUMBER_NAMES, shownValues } from "../values.js";
import { mountPictures } from "../pictures.js";
import { createLinkControls } from "./controls.js";
import { mountLinks } from "./diagram.js";
import { tellHit, tellLook, tellShare } from "./words.js";

/** @param {import("../../../state/store.js").Scope} store */
export function mountRoutingLinks(store) {
  const { config, class_names: names } = store.state.model;
  const { primary_types: types, classes } = config;
  const grid = primaryGrid(config);
  const positions = grid.rows * grid.columns;
  /** What the links that are drawn say. @type {import("./words.js").Told | null} */
  let told = null;

  const controls = createLinkControls(store, {
    ...{ types, positions },
    typeToShow: () => store.state.linked?.type ?? strongestType(),
  });
  const shareWords = element("p", { class: "share-words" });
  const diagram = mountLinks(store, {
    choose: (digit) => store.update({ digit: store.state.digit === digit ? null : digit }),
    describe: (hit) => (told ? tellHit(hit, shownDigit(store.state), { ...told, ...now() }) : ""),
  });

  /** What changes while links that have come stay: until others come, they are told by it. */
  function now() {
    const { trace, step } = store.state;
    return { step, iteration: shownIteration(store.state), ...(trace ? { trace } : {}) };
  }

  /** The type that says most of the shown class. */
  function strongestType() {
    const { trace, quantity } = store.state;
    if (!trace?.has(quantity)) return 0;
    const shown = shownDigit(store.state);
    const sums = gather(trace, quantity, { sources: "type", type: 0 });
    return greatest(valuesFor(sums, classes, shown).map(Math.abs));
  }

  /**
   * @param {import("../../../server/trace.js").Trace} trace
   * @param {import("../../../state/state.js").Quantity} quantity
   * @param {{sources: import("../../../network/links.js").Sources, type: number}} from
   */
  function gather(trace, quantity, from) {
    const all = shownValues(trace, quantity, shownIteration(store.state), config);
    const mean = quantity !== "support";
    return gatherLinks(all, { types, positions, classes }, { ...from, mean });
  }

  /** @returns {import("./sources.js").LinkSources} */
  function sourcesShown() {
    const kind = /** @type {import("../../../network/links.js").Sources} */ (
      switched(store.state, "links")
    );
    const type =
      kind === "capsule" ? (readIndex(store.state, "linked", types) ?? strongestType()) : 0;
    return { kind, type, count: kind === "type" ? types : positions, columns: grid.columns };
  }

  function show() {
    const { trace, quantity, step, digit: chosen } = store.state;
    controls.showQuantity(quantity);
    // What has not come yet leaves what was there.
    if (!trace?.has(quantity)) return;
    const iteration = shownIteration(store.state);
    const digit = shownDigit(store.state);
    const name = names[digit];
    const blank = trace.isBlank;
    const sources = sourcesShown();
    const values = gather(trace, quantity, { sources: sources.kind, type: sources.type });
    if (blank) values.fill(0);
    told = { trace, sources, quantity, values, iteration, step, names };
    controls.showType(sources.type);
    const numbers = classNumbers(trace, step, iteration);
    const decimals = step === "couplings" ? 4 : 3;
    const shown = diagram.show({
      ...{ sources, values, digit, blank },
      alone: chosen !== null,
      pressed: chosen,
      share: Number(switched(store.state, "share")) / 100,
      numbers: names.map((_, index) => numbers?.[index].toFixed(decimals) ?? "…"),
      numberName: NUMBER_NAMES[step],
    });
    const words = tellShare(shown, { blank, quantity, name });
    if (shareWords.textContent !== words) shareWords.textContent = words;
    const many = sources.kind !== "capsule";
    shareWords.title = `${tellLook(quantity, { name, classes, many })}.`;
  }

  store.watch(["trace", "digit", "iteration", "step", "quantity", "switches"], show);
  diagram.root.append(shareWords);
  return {
    root: element(
      "div",
      { class: "routing-links" },
      controls.root,
      diagram.root,
      mountPictures(store).root,
    ),
  };
}
