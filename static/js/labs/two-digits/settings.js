/**
 * What the lab's state holds: the network, the second digit, where the two lie, and whose pictures
 * are shown. No DOM.
 */

import { labState, withLabState } from "../../state/lab-in-link.js";
import { readSecond, writeSecond } from "./second-digit-code.js";
import { FIRST_SHIFTS, readShifts, writeShifts } from "./shifts.js";

/**
 * @typedef {import("./reading-words.js").PairReader} PairReader
 * @typedef {import("./reading-words.js").Chosen} Chosen
 * @typedef {Pick<import("../../state/state.js").State, "lab">} Lab
 *
 * @typedef {Object} Known what settings can name
 * @property {readonly PairReader[]} networks that fit the digits, at least one
 * @property {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @property {number} size pixels of a digit
 * @property {number} classes of digits
 *
 * @typedef {Object} Settings
 * @property {PairReader} network
 * @property {import("./second-digit-code.js").Second} second
 * @property {import("./shifts.js").Shifts} shifts
 * @property {Chosen} chosen classes whose pictures are shown
 */

const LAB = "two-digits";
/** The digit that lies over the drawing until another is chosen. */
const USUAL = 5;

/**
 * @param {Lab} state
 * @param {Known} known
 * @returns {Settings}
 */
export function settingsOf(state, known) {
  const { net, second, at, show } = labState(state, LAB);
  const network = known.networks.find(({ name }) => name === net) ?? known.networks[0];
  return {
    network,
    second: readKnown(second, known) ?? { kind: "sample", index: usualSample(known) },
    shifts: readShifts(at ?? "") ?? FIRST_SHIFTS,
    chosen: readChosen(show, network),
  };
}

/**
 * The state with other settings; what is as at first is not written.
 * @param {Lab} state
 * @param {Known} known
 * @param {Partial<Settings>} changes
 */
export function withSettings(state, known, changes) {
  const { network, second, shifts, chosen } = { ...settingsOf(state, known), ...changes };
  /** @param {string | null} text @param {string} usual */
  const written = (text, usual) => (text === usual ? null : text);
  return withLabState(state, LAB, {
    net: written(network.name, known.networks[0].name),
    second: written(writeSecond(second), `s${usualSample(known)}`),
    at: written(writeShifts(shifts), writeShifts(FIRST_SHIFTS)),
    show: written(writeChosen(chosen), "x_x"),
  });
}

/**
 * What a link says that cannot be meant, in words.
 * @param {Lab} state
 * @param {Known} known
 */
export function wrongIn(state, known) {
  const { net, second, at, show } = labState(state, LAB);
  const { network, chosen } = settingsOf(state, known);
  const wrong = {
    second: second !== undefined && !readKnown(second, known) && second,
    places: at !== undefined && !readShifts(at) && at,
    capsules: show !== undefined && writeChosen(chosen) !== show && show,
    network: net !== undefined && network.name !== net && net,
  };
  return Object.entries(wrong).flatMap(([name, text]) =>
    text === false ? [] : [`${name} "${text.slice(0, 40)}"`],
  );
}

/**
 * @param {string | undefined} text
 * @param {Known} known
 */
function readKnown(text, { samples, size, classes }) {
  return text === undefined ? null : readSecond(text, { samples: samples.length, size, classes });
}

/** @param {Known} known */
function usualSample({ samples }) {
  return Math.max(
    0,
    samples.findIndex(({ label }) => label === USUAL),
  );
}

/**
 * @param {string | undefined} text such as `3_x`: a class, and whatever is longest
 * @param {PairReader} network
 * @returns {Chosen}
 */
function readChosen(text, { class_names: names }) {
  const [one, other] = (text ?? "").split("_").map((part) => {
    const index = /^\d{1,4}$/.test(part) ? Number(part) : names.length;
    return index < names.length ? index : null;
  });
  return [one ?? null, other ?? null];
}

/** @param {Chosen} chosen */
function writeChosen(chosen) {
  return chosen.map((digit) => digit ?? "x").join("_");
}
