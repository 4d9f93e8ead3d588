/**
 * Parts of the network that are switched off, as texts: `type-3`, `position-2-5` (row and column),
 * `capsule-3-2-5` (type, row and column) and `class-7` (all votes for it). No DOM.
 */

/** @typedef {readonly string[]} Off in alphabetical order, each part once */
/** @typedef {"type" | "position" | "capsule"} Part what a click switches */

/**
 * @param {Part} part
 * @param {{index: number, row: number, column: number}} cell index is the type
 */
export function unitOf(part, { index, row, column }) {
  return {
    type: `type-${index}`,
    position: `position-${row}-${column}`,
    capsule: `capsule-${index}-${row}-${column}`,
  }[part];
}

/**
 * The parts that are off once one of them was switched.
 * @param {Off} off
 * @param {string} unit
 * @returns {Off}
 */
export function switched(off, unit) {
  return off.includes(unit) ? off.filter((each) => each !== unit) : [...off, unit].sort();
}

/**
 * Whether each primary capsule is off, for whatever reason: 1 or 0, types * rows * columns.
 * @param {Off} off
 * @param {{types: number, rows: number, columns: number}} grid
 */
export function capsulesOff(off, { types, rows, columns }) {
  const parts = new Set(off);
  const values = new Uint8Array(types * rows * columns);
  for (let index = 0, at = 0; index < types; index++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const cell = { index, row, column };
        const isOff = /** @type {Part[]} */ (["type", "position", "capsule"]).some((part) =>
          parts.has(unitOf(part, cell)),
        );
        values[at] = Number(isOff);
      }
    }
  }
  return values;
}

/**
 * A part in words.
 * @param {string} unit
 * @param {readonly string[]} names of the classes
 */
export function unitWords(unit, names) {
  const [kind, ...numbers] = unit.split("-");
  switch (kind) {
    case "type":
      return `type ${numbers[0]}`;
    case "position":
      return `row ${numbers[0]}, column ${numbers[1]}`;
    case "capsule":
      return `type ${numbers[0]}, row ${numbers[1]}, column ${numbers[2]}`;
    default:
      return `votes for ${names[Number(numbers[0])]}`;
  }
}

/**
 * Whether a text names a part of a network.
 * @param {string} text
 * @param {{types: number, rows: number, columns: number, classes: number}} sizes
 */
export function isUnit(text, { types, rows, columns, classes }) {
  const match = /^(type|position|capsule|class)((?:-\d{1,4}){1,3})$/.exec(text);
  if (!match) return false;
  const limits = {
    type: [types],
    position: [rows, columns],
    capsule: [types, rows, columns],
    class: [classes],
  }[match[1]];
  const numbers = match[2].slice(1).split("-");
  return (
    limits?.length === numbers.length &&
    // Written in one way only, so that a part is never listed twice.
    numbers.every((number, axis) => String(Number(number)) === number && +number < limits[axis])
  );
}
