/** Which words of a picture have room when it is made small: none lies on another. No DOM. */

/**
 * @typedef {Object} Label
 * @property {unknown} group what it belongs to: the numbers of one axis, the cells of one table
 * @property {boolean} all whether its group is shown as a whole or not at all
 * @property {{left: number, top: number, right: number, bottom: number}} box
 */

/** How far boxes may reach into each other: letters do not fill theirs. */
const SLACK = 0.02;

/**
 * The labels that stay. Of a group too close together every second one does, or every third; where
 * two groups meet, the smaller one stays: it is a name, and the other numbers.
 * @template {Label} Each
 * @param {readonly Each[]} labels
 * @returns {Each[]}
 */
export function withRoom(labels) {
  /** @type {Map<unknown, Each[]>} */
  const groups = new Map();
  for (const label of labels) {
    const group = groups.get(label.group);
    if (group) group.push(label);
    else groups.set(label.group, [label]);
  }
  /** @type {Each[]} */
  const kept = [];
  for (const group of [...groups.values()].sort((one, other) => one.length - other.length)) {
    const thinned = group[0].all ? wholeOrNothing(group) : everyFew(group);
    const free = thinned.filter((label) => !kept.some((other) => overlap(label, other)));
    if (!group[0].all || free.length === group.length) kept.push(...free);
  }
  return labels.filter((label) => kept.includes(label));
}

/** @template {Label} Each @param {Each[]} group */
function wholeOrNothing(group) {
  return hasOverlap(group) ? [] : group;
}

/** @template {Label} Each @param {Each[]} group */
function everyFew(group) {
  for (let step = 1; step < group.length; step++) {
    const some = group.filter((_, index) => index % step === 0);
    if (!hasOverlap(some)) return some;
  }
  return group.slice(0, 1);
}

/** @param {readonly Label[]} labels */
function hasOverlap(labels) {
  return labels.some((label, index) =>
    labels.slice(index + 1).some((other) => overlap(label, other)),
  );
}

/**
 * @param {Label} one
 * @param {Label} other
 */
export function overlap({ box: one }, { box: other }) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const height = Math.min(one.bottom - one.top, other.bottom - other.top);
  return across > 0 && down > SLACK * height;
}
