/**
 * What is linked to a unit: what it came from and what it goes to, on every card and stage, by the
 * sizes of the network.
 */

import { conv1Patch, primaryGrid, primaryPatch, primaryWindow } from "./receptive-fields.js";
import { shownUnit } from "../state/state.js";

/**
 * @typedef {import("../widgets/outlines.js").Box} Box a box's tile is the number of a map or a type
 * @typedef {import("./units.js").Unit} Unit
 *
 * @typedef {Object} Linked
 * @property {Record<import("./units.js").Part, Box[]>} boxes outlines on every kind of picture
 * @property {number | null} type whose links are meant
 * @property {{row: number, column: number} | null} position whose links are meant
 * @property {number[]} digits classes that are meant
 * @property {number | null} dimension of those classes' capsules
 */

/**
 * Keeps `linked` true to the selected unit.
 * @param {import("../state/store.js").Store} store
 */
export function followSelection(store) {
  store.watch(["pointed", "pinned", "model"], () => {
    const { model } = store.state;
    const unit = shownUnit(store.state);
    store.update({ linked: unit && linkUnit(unit, model.config) });
  });
}

/**
 * @param {Unit} unit
 * @param {import("../state/state.js").Config} config
 * @returns {Linked}
 */
export function linkUnit(unit, config) {
  const linked = nothing();
  const { boxes } = linked;
  const cell = { height: 1, width: 1 };
  switch (unit.kind) {
    case "pixel": {
      const { row, column } = unit;
      boxes.image.push({ row, column, ...cell, role: "here" });
      boxes.reconstruction.push({ row, column, ...cell, role: "to" });
      const cells = conv1CellsOf(config, row, column);
      boxes.conv1.push({ ...cells, role: "to" });
      boxes.primary.push({ ...positionsOf(config, cells), role: "to" });
      break;
    }
    case "kernel":
      boxes.kernels.push(whole(unit.map, conv1Patch(config, 0, 0), "here"));
      boxes.conv1.push(whole(unit.map, conv1Size(config), "to"));
      break;
    case "conv1": {
      const { map, row, column } = unit;
      boxes.image.push({ ...conv1Patch(config, row, column), role: "from" });
      boxes.kernels.push(whole(map, conv1Patch(config, 0, 0), "from"));
      boxes.conv1.push({ tile: map, row, column, ...cell, role: "here" });
      boxes.primary.push({ ...positionsOf(config, { row, column, ...cell }), role: "to" });
      break;
    }
    case "type":
      boxes.primary.push(whole(unit.type, primarySize(config), "here"));
      linked.type = unit.type;
      break;
    case "link":
      boxes.primary.push(whole(unit.type, primarySize(config), "from"));
      linked.type = unit.type;
      linked.digits = [unit.digit];
      break;
    case "capsule":
    case "component":
    case "vote": {
      const { type, row, column } = unit;
      linkPosition(linked, config, unit);
      const role = unit.kind === "vote" ? "from" : "here";
      boxes.primary.push({ tile: type, row, column, ...cell, role });
      linked.type = type;
      if (unit.kind === "vote") linked.digits = [unit.digit];
      break;
    }
    case "position": {
      const { row, column } = unit;
      linkPosition(linked, config, unit);
      boxes.primary.push({ row, column, ...cell, role: "from" });
      linked.digits = [unit.digit];
      break;
    }
    case "digit":
    case "dimension":
    case "hidden":
      linked.digits = [unit.digit];
      boxes.reconstruction.push({ ...imageSize(config), role: "to" });
      if (unit.kind === "dimension") linked.dimension = unit.dimension;
      break;
    case "decoded": {
      const { row, column } = unit;
      linked.digits = [unit.digit];
      boxes.reconstruction.push({ row, column, ...cell, role: "here" });
      boxes.image.push({ row, column, ...cell, role: "to" });
      break;
    }
  }
  // No window may hold a cell at an edge: there is nothing to outline.
  for (const part of /** @type {import("./units.js").Part[]} */ (Object.keys(boxes)))
    boxes[part] = boxes[part].filter(({ height, width }) => height > 0 && width > 0);
  return linked;
}

/** @returns {Linked} */
function nothing() {
  return {
    boxes: { image: [], conv1: [], kernels: [], primary: [], reconstruction: [] },
    type: null,
    position: null,
    digits: [],
    dimension: null,
  };
}

/**
 * @param {Linked} linked
 * @param {import("../state/state.js").Config} config
 * @param {{row: number, column: number}} position
 */
function linkPosition(linked, config, { row, column }) {
  linked.boxes.image.push({ ...primaryPatch(config, row, column), role: "from" });
  linked.boxes.conv1.push({ ...primaryWindow(config, row, column), role: "from" });
  linked.position = { row, column };
}

/**
 * @param {number} tile
 * @param {{height: number, width: number}} size
 * @param {Box["role"]} role
 * @returns {Box}
 */
function whole(tile, { height, width }, role) {
  return { tile, row: 0, column: 0, height, width, role };
}

/** @param {import("../state/state.js").Config} config */
function imageSize({ image_height: height, image_width: width }) {
  return { row: 0, column: 0, height, width };
}

/** @param {import("../state/state.js").Config} config */
function conv1Size({ image_height, image_width, conv1_kernel_size: size }) {
  return { height: image_height - size + 1, width: image_width - size + 1 };
}

/** @param {import("../state/state.js").Config} config */
function primarySize(config) {
  const { rows, columns } = primaryGrid(config);
  return { height: rows, width: columns };
}

/**
 * The cells of Conv1's maps whose patch holds a pixel.
 * @param {import("../state/state.js").Config} config
 * @param {number} row
 * @param {number} column
 */
function conv1CellsOf(config, row, column) {
  const { height, width } = conv1Size(config);
  const reach = config.conv1_kernel_size - 1;
  return between(
    [Math.max(0, row - reach), Math.min(height - 1, row)],
    [Math.max(0, column - reach), Math.min(width - 1, column)],
  );
}

/**
 * The positions of primary capsules whose window holds some of these cells of Conv1's maps.
 * @param {import("../state/state.js").Config} config
 * @param {{row: number, column: number, height: number, width: number}} cells
 */
function positionsOf(config, { row, column, height, width }) {
  const { rows, columns } = primaryGrid(config);
  const { field_stride: stride } = config;
  const size = config.field_size - config.conv1_kernel_size + 1;
  /** @type {(from: number, length: number, count: number) => [number, number]} */
  const range = (from, length, count) => [
    Math.max(0, Math.ceil((from - size + 1) / stride)),
    Math.min(count - 1, Math.floor((from + length - 1) / stride)),
  ];
  return between(range(row, height, rows), range(column, width, columns));
}

/**
 * @param {[number, number]} rows first and last
 * @param {[number, number]} columns
 */
function between([top, bottom], [left, right]) {
  return { row: top, column: left, height: bottom - top + 1, width: right - left + 1 };
}
