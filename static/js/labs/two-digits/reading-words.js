/** Which two digits the network reads, in words. No DOM. */

/** How far the second longest capsule has to be ahead of the third for two to be told apart. */
export const LEAD = 0.1;

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
