/** Which of several lines is on top at each step, and where their names have room. No DOM. */

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
