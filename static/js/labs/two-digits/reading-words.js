/** Which two digits the network reads, whose pictures are shown, and the words for it. No DOM. */

import { primaryGrid } from "../../network/receptive-fields.js";
import { isCrossed } from "./pixel-shares.js";
import { REACH } from "./shifts.js";

/** How far the second longest capsule has to be ahead of the third for two to be told apart. */
const LEAD = 0.1;

/** @typedef {import("../../server/lab-api.js").PairReader} PairReader */
/** @typedef {readonly [number | null, number | null]} Chosen classes; null for one of the longest */

/**
 * Classes from the longest capsule to the shortest.
 * @param {ArrayLike<number>} lengths
 */
export function ranked(lengths) {
  return Array.from(lengths, (_, index) => index).sort(
    (one, other) => lengths[other] - lengths[one],
  );
}

/**
 * What the network says, in words.
 * @param {ArrayLike<number>} lengths one a class
 * @param {readonly string[]} names of the classes
 * @param {readonly (number | null)[]} given classes of the two digits; null where it is not known
 */
export function tellReading(lengths, names, given) {
  const [first, second, third] = ranked(lengths);
  const told = (/** @type {number} */ index) => `${names[index]} (${lengths[index].toFixed(3)})`;
  const lead = lengths[second] - lengths[third];
  const clear =
    lead >= LEAD
      ? `the third, ${told(third)}, is ${lead.toFixed(3)} shorter.`
      : `but the third, ${told(third)}, is only ${lead.toFixed(3)} shorter: the two are not clearly apart from it.`;
  return `The two longest capsules are ${told(first)} and ${told(second)}; ${clear} ${tellGiven([first, second], names, given)}`;
}

/**
 * @param {readonly number[]} read
 * @param {readonly string[]} names
 * @param {readonly (number | null)[]} given
 */
function tellGiven(read, names, given) {
  const known = given.filter((index) => index !== null);
  if (known.length === 0) return "What the two are meant to be, only you know.";
  const words = known.map((index) => names[index]);
  if (known.length === 1) {
    const found = read.includes(known[0]) ? "is one of them" : "is not one of them";
    return `The one that was chosen, ${words[0]}, ${found}; what the other is meant to be, only you know.`;
  }
  if (known[0] === known[1]) {
    return `Given were two of ${words[0]}: the network was trained on two different digits, and has one capsule for each.`;
  }
  const missed = known.filter((index) => !read.includes(index)).map((index) => names[index]);
  if (missed.length === 0) return `That is what was given: ${words.join(" and ")}.`;
  return `Given were ${words.join(" and ")}: it does not find ${missed.join(" nor ")}.`;
}

/**
 * The classes whose pictures are shown: those a person chose, else the longest capsules.
 * @param {ArrayLike<number>} lengths
 * @param {Chosen} chosen
 * @param {(pair: [number, number]) => boolean} isCrossed whether the first digit is drawn by the second
 * @returns {[number, number]}
 */
export function whosePictures(lengths, chosen, isCrossed) {
  const [one, other] = chosen;
  const left = ranked(lengths).filter((digit) => !chosen.includes(digit));
  if (one !== null) return [one, other ?? left[0]];
  if (other !== null) return [left[0], other];
  const pair = /** @type {[number, number]} */ (left.slice(0, 2));
  return isCrossed(pair) ? [pair[1], pair[0]] : pair;
}

/**
 * Both digits as they were placed, the classes whose pictures are shown, and those pictures.
 * @param {{image: Float32Array, parts: Float32Array, lengths: Float32Array,
 *   reconstructions: Float32Array}} reading
 * @param {Chosen} chosen
 */
export function picturesOf({ image, parts, lengths, reconstructions }, chosen) {
  const at = (/** @type {Float32Array} */ all, /** @type {number} */ place) =>
    all.subarray(place * image.length, (place + 1) * image.length);
  /** @param {readonly number[]} pair @returns {[Float32Array, Float32Array]} */
  const drawnOf = ([one, other]) => [at(reconstructions, one), at(reconstructions, other)];
  /** @type {[Float32Array, Float32Array]} */
  const placed = [at(parts, 0), at(parts, 1)];
  const shown = whosePictures(lengths, chosen, (pair) => isCrossed(placed, drawnOf(pair)));
  return { parts: placed, shown, drawn: drawnOf(shown) };
}

/**
 * That a digit is empty, in words; nothing where neither is.
 * @param {readonly boolean[]} blank
 */
export function tellBlank([first, second]) {
  if (!first && !second) return "";
  const empty = first && second ? "Both digits are" : `The ${first ? "first" : "second"} digit is`;
  return `${empty} empty: the network was never trained on such an image. `;
}

/**
 * That a class whose picture is shown is none of the two longest, in words.
 * @param {readonly number[]} shown classes
 * @param {ArrayLike<number>} lengths
 * @param {readonly string[]} names of the classes
 */
export function tellShown(shown, lengths, names) {
  const longest = ranked(lengths).slice(0, 2);
  const strangers = shown.filter((digit) => !longest.includes(digit));
  if (strangers.length === 0)
    return "These are the two longest. Choose others to see what the decoder draws when it is asked for a digit that is not there.";
  const told = strangers.map((digit) => `${names[digit]} (length ${lengths[digit].toFixed(3)})`);
  return `${told.join(" and ")}: not one of the two longest. The decoder draws what it can of a digit that the network does not find here; how faint or strange that is says how much of the ink the capsule claims.`;
}

/**
 * What the network is and how well it was measured to read, from its checkpoint's card.
 * @param {PairReader} network
 */
export function tellNetwork({ title: name, config, image, parameters, measured, dataset }) {
  const { rows, columns } = primaryGrid(config);
  const sizes =
    `${image.height}×${image.width} pixels, Conv1 of ${config.conv1_kernels} kernels, ${config.primary_types} types of ` +
    `${rows}×${columns} primary capsules, ${config.classes} digit capsules, ${config.routing_iterations} routing iterations, ` +
    `${parameters.toLocaleString("en")} parameters`;
  if (!measured) return `${name}, trained on ${dataset}: ${sizes}. Its error was not measured.`;
  const percent = (/** @type {number} */ share) => (100 * share).toFixed(2);
  const [low, high] = measured.interval.map(percent);
  return `${name}, trained on ${dataset}: ${sizes}. Of ${measured.images.toLocaleString("en")} test pairs it read ${percent(measured.errors / measured.images)} % wrong (95 % interval ${low} to ${high} %): not both digits right.`;
}

/**
 * @param {import("../../state/state.js").Model} model
 * @param {readonly PairReader[]} networks
 */
export function tellMissing({ title: name, image }, networks) {
  if (networks.length === 0) {
    return "This server has no network for two digits. `python -m model.train multimnist` trains one; the server offers it when it is started again.";
  }
  return `${networks.map((each) => `${each.label} (${each.image.height}×${each.image.width})`).join(", ")} cannot read digits of ${name}, ${image.height}×${image.width} pixels in ${image.channels} ${image.channels === 1 ? "channel" : "channels"}: each has to be ${2 * REACH} pixels larger than a digit. Choose another network in the header.`;
}
