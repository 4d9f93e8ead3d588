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
 * What is pointed at, as a unit: a class, a link, or a source and what it says of the shown class.
 * @param {LinkSources} sources
 * @param {import("./layout.js").LinkHit} hit
 * @param {number} shown
 * @returns {Unit}
 */
export function unitOf({ kind, type, columns }, hit, shown) {
  if (!("source" in hit)) return { kind: "digit", ...hit };
  const isLink = "digit" in hit;
  const { source } = hit;
  if (kind === "type")
    return isLink
      ? { kind: "link", type: source, digit: hit.digit }
      : { kind: "type", type: source };
  const place = placeOf(source, columns);
  const digit = isLink ? hit.digit : shown;
  if (kind === "position") return { kind: "position", ...place, digit };
  return isLink ? { kind: "vote", type, ...place, digit } : { kind: "capsule", type, ...place };
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
 * The links that are drawn: the strong ones, and what is selected, however weak it is.
 * @param {import("../../../network/links.js").Link[]} strong
 * @param {Float32Array} values sources x classes
 * @param {number} classes
 * @param {{source: number | null, isMeant: (digit: number) => boolean}} selected
 */
export function withSelected(strong, values, classes, { source, isMeant }) {
  const links = [...strong];
  if (source === null || source * classes >= values.length) return links;
  for (let digit = 0; digit < classes; digit++) {
    const value = values[source * classes + digit];
    const isStrong = strong.some((link) => link.source === source && link.digit === digit);
    if (isMeant(digit) && !isStrong && value !== 0) links.push({ source, digit, value });
  }
  return links;
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
