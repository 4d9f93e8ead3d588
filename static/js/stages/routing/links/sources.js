/** What a link and its source are: units of the network, and their names for people. */

/**
 * @typedef {import("../../../network/units.js").Unit} Unit
 *
 * @typedef {Object} LinkSources the groups of capsules at the links' left
 * @property {import("../../../network/links.js").Sources} kind
 * @property {number} type whose capsules, where the sources are capsules
 * @property {number} count
 * @property {number} columns of positions
 */

/**
 * The unit of a link.
 * @param {LinkSources} sources
 * @param {import("./layout.js").Ends} link
 * @returns {Unit}
 */
export function unitOfLink({ kind, type, columns }, { source, digit }) {
  if (kind === "type") return { kind: "link", type: source, digit };
  const place = placeOf(source, columns);
  return kind === "position"
    ? { kind: "position", ...place, digit }
    : { kind: "vote", type, ...place, digit };
}

/**
 * The unit of a source; of a position, what it says of a class.
 * @param {LinkSources} sources
 * @param {number} source
 * @param {number} digit
 * @returns {Unit}
 */
export function unitOfSource({ kind, type, columns }, source, digit) {
  if (kind === "type") return { kind: "type", type: source };
  const place = placeOf(source, columns);
  return kind === "position"
    ? { kind: "position", ...place, digit }
    : { kind: "capsule", type, ...place };
}

/**
 * The source that a selection means, if any.
 * @param {LinkSources} sources
 * @param {import("../../../network/related-units.js").Linked | null} linked
 * @returns {number | null}
 */
export function linkedSource({ kind, type, columns }, linked) {
  if (!linked) return null;
  if (kind === "type") return linked.type;
  const { position } = linked;
  if (!position || (kind === "capsule" && linked.type !== type)) return null;
  return position.row * columns + position.column;
}

/**
 * A source's name: "type 14", "row 2, column 3".
 * @param {LinkSources} sources
 * @param {number} source
 */
export function nameOfSource({ kind, type, columns }, source) {
  if (kind === "type") return `type ${source}`;
  const { row, column } = placeOf(source, columns);
  const place = `row ${row}, column ${column}`;
  return kind === "position" ? place : `type ${type}, ${place}`;
}

/**
 * A source's name where there is little room.
 * @param {LinkSources} sources
 * @param {number} source
 */
export function labelOfSource({ kind, columns }, source) {
  if (kind === "type") return String(source);
  const { row, column } = placeOf(source, columns);
  return `${row},${column}`;
}

/**
 * @param {number} source
 * @param {number} columns
 */
function placeOf(source, columns) {
  return { row: Math.floor(source / columns), column: source % columns };
}
