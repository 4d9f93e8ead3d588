/** What a person is told of what went wrong. */

/**
 * @typedef {{message: string, lasting: boolean}} Problem lasting: told until the page is loaded
 *   again, else until the next answer
 */

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A problem that the next answer may end.
 * @param {unknown} error
 * @returns {{problem: Problem}} a change of the state
 */
export function passingProblem(error) {
  return { problem: { message: wordsOf(error), lasting: false } };
}

/**
 * A problem that stays, told after those that stay already.
 * @param {{problem: Problem | null}} state
 * @param {string} message
 * @returns {{problem: Problem}} a change of the state
 */
export function lastingProblem({ problem }, message) {
  const words = problem?.lasting ? `${problem.message}; ${message}` : message;
  return { problem: { message: words, lasting: true } };
}
