/** What is switched off, with what it was before and what undo took away. No DOM. */

/**
 * @typedef {import("../../network/switched-off.js").Off} Off
 *
 * @typedef {Object} OffHistory
 * @property {readonly Off[]} past before each change, oldest first
 * @property {Off} present
 * @property {readonly Off[]} future what undo took away, next first
 */

/**
 * @param {Off} present
 * @returns {OffHistory}
 */
export function beginWith(present) {
  return { past: [], present, future: [] };
}

/**
 * @param {OffHistory} history
 * @param {Off} next
 * @returns {OffHistory}
 */
export function changed({ past, present }, next) {
  return { past: [...past, present], present: next, future: [] };
}

/**
 * The history a step back; unchanged at its beginning.
 * @param {OffHistory} history
 * @returns {OffHistory}
 */
export function undone(history) {
  const { past, present, future } = history;
  const before = past.at(-1);
  if (!before) return history;
  return { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

/**
 * The history a step on again; unchanged at its end.
 * @param {OffHistory} history
 * @returns {OffHistory}
 */
export function redone(history) {
  const { past, present, future } = history;
  const [next, ...rest] = future;
  return next ? { past: [...past, present], present: next, future: rest } : history;
}
