/** The order in which Conv1's maps stand: by their number, or by how they respond. */

/** @typedef {"index" | "mean" | "maximum"} Sort */

/**
 * Map shown at each place, those that respond most first. Maps that respond alike stand by their
 * number.
 * @param {Float32Array} values of all maps, before ReLU
 * @param {number} count of maps
 * @param {Sort} sort
 */
export function mapOrder(values, count, sort) {
  const order = Uint16Array.from({ length: count }, (_, map) => map);
  if (sort === "index") return order;
  const size = values.length / count;
  const respond = sort === "mean" ? mean : maximum;
  const responses = Array.from(order, (map) =>
    respond(values.subarray(map * size, (map + 1) * size)),
  );
  return order.sort((one, other) => responses[other] - responses[one] || one - other);
}

/** The mean after ReLU. @param {Float32Array} cells */
function mean(cells) {
  let sum = 0;
  for (const value of cells) sum += Math.max(0, value);
  return sum / cells.length;
}

/** The maximum before ReLU: it tells maps apart that stay dark. @param {Float32Array} cells */
function maximum(cells) {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of cells) most = Math.max(most, value);
  return most;
}
