/** What explains each kind of unit: one table of what is needed, and of how it is told. */

import { conv1Needs, explainConv1, explainKernel, explainPixel, pixelNeeds } from "./conv1.js";
import { decodedNeeds, explainDecoded, explainHidden, hiddenNeeds } from "./decoder.js";
import { digitNeeds, dimensionNeeds, explainDigit, explainDimension } from "./digit.js";
import {
  capsuleNeeds,
  componentNeeds,
  explainCapsule,
  explainComponent,
  explainType,
  typeNeeds,
} from "./primary.js";
import { explainLink, explainPosition, gatheredNeeds } from "./support.js";
import { explainVote, voteNeeds } from "./vote.js";

/**
 * @typedef {import("../../network/units.js").Unit} Unit
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("./explanation.js").Needs} Needs
 */

/**
 * @template {Unit["kind"]} Kind
 * @typedef {Object} Entry
 * @property {(unit: Extract<Unit, {kind: Kind}>, model: import("../../state/state.js").Model) => Needs} needs
 * @property {(unit: Extract<Unit, {kind: Kind}>, context: Context) => Explanation} explain
 */

/** @type {{[Kind in Unit["kind"]]: Entry<Kind>}} */
const TABLE = {
  pixel: { needs: () => pixelNeeds, explain: explainPixel },
  kernel: { needs: () => conv1Needs, explain: explainKernel },
  conv1: { needs: () => conv1Needs, explain: explainConv1 },
  type: { needs: () => typeNeeds, explain: explainType },
  capsule: { needs: () => capsuleNeeds, explain: explainCapsule },
  component: { needs: componentNeeds, explain: explainComponent },
  vote: { needs: voteNeeds, explain: explainVote },
  link: { needs: () => gatheredNeeds, explain: explainLink },
  position: { needs: () => gatheredNeeds, explain: explainPosition },
  digit: { needs: () => digitNeeds, explain: explainDigit },
  dimension: { needs: dimensionNeeds, explain: explainDimension },
  hidden: { needs: hiddenNeeds, explain: explainHidden },
  decoded: { needs: decodedNeeds, explain: explainDecoded },
};

/**
 * @param {Unit} unit
 * @param {import("../../state/state.js").Model} model
 * @returns {Needs}
 */
export function needsOf(unit, model) {
  return entry(unit).needs(unit, model);
}

/**
 * @param {Unit} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explain(unit, context) {
  return entry(unit).explain(unit, context);
}

/**
 * @param {Unit} unit
 * @returns {Entry<any>}
 */
function entry(unit) {
  return TABLE[unit.kind];
}
