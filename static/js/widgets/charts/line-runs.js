/** Of several lines: which are told, which is on top, and where their names have room. No DOM. */

/** What a line must reach to be told beside the one that a chart is about. */
const RIVAL = 0.3;

/**
 * A line for each class, one number a step.
 * @param {ArrayLike<number>} numbers steps * classes
 * @param {number} classes
 */
export function linesOf(numbers, classes) {
  const steps = numbers.length / classes;
  return Array.from({ length: classes }, (_, index) =>
    Array.from({ length: steps }, (_, step) => numbers[step * classes + index]),
  );
}

/**
 * What each line is to a chart that is about one of them: rivals are those that come far up, the
 * highest first where there are more than can be told.
 * @param {readonly (readonly number[])[]} lines values of each, one a step
 * @param {number} own place of the line that the chart is about
 * @param {number} [most] rivals
 * @returns {("own" | "rival" | "other")[]}
 */
export function rolesOf(lines, own, most = lines.length) {
  const peaks = lines.map((values) => Math.max(...values));
  const rivals = peaks
    .map((peak, index) => ({ peak, index }))
    .filter(({ peak, index }) => index !== own && peak >= RIVAL)
    .sort((one, other) => other.peak - one.peak)
    .slice(0, most)
    .map(({ index }) => index);
  return lines.map((_, index) =>
    index === own ? "own" : rivals.includes(index) ? "rival" : "other",
  );
}

/**
 * Runs of steps over which one line is above all others.
 * @param {readonly (readonly number[])[]} lines values of each, one a step
 * @returns {{winner: number, from: number, to: number}[]} from and to are steps
 */
export function runsOnTop(lines) {
  /** @type {{winner: number, from: number, to: number}[]} */
  const runs = [];
  for (let step = 0; step < (lines[0]?.length ?? 0); step++) {
    let winner = 0;
    lines.forEach((values, index) => {
      if (values[step] > lines[winner][step]) winner = index;
    });
    const run = runs.at(-1);
    if (run?.winner === winner) run.to = step;
    else runs.push({ winner, from: step, to: step });
  }
  return runs;
}

/**
 * What stands at places, moved down as far as it takes to keep a gap; from the topmost.
 * @template {{at: number}} Placed
 * @param {readonly Placed[]} things
 * @param {number} gap
 * @returns {Placed[]}
 */
export function spaced(things, gap) {
  let free = 0;
  return things
    .toSorted((one, other) => one.at - other.at)
    .map((each) => {
      const at = Math.max(each.at, free);
      free = at + gap;
      return { ...each, at };
    });
}
