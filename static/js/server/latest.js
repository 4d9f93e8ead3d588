/** One request under way at most, the newest next: what keeps an answer up with the page. */

import { passingProblem, withoutProblem } from "../state/problem.js";

/**
 * @template Answer
 * @typedef {Object} Request
 * @property {() => Answer | Promise<Answer> | null} ask asks for what is newest now; null where
 *   there is nothing to ask for
 * @property {(answer: Answer, newest: boolean) => void | Promise<void>} show told of each answer:
 *   `newest` is false where something has changed since it was asked for
 * @property {(busy: boolean) => void} [wait] told when an answer is awaited, and when it no longer is
 * @property {(error: unknown) => void} [fail] told of what went wrong; without it the page tells it,
 *   until an answer comes or none is wanted
 * @property {number} [rest] milliseconds without a change before the server is asked
 */

/**
 * Asks again after each change, one request at a time; ends with its panel.
 * @template Answer
 * @param {{state: Pick<import("../state/state.js").State, "problem">,
 *   update: import("../state/store.js").Store["update"],
 *   onDispose?: import("../state/store.js").Scope["onDispose"]}} store
 * @param {Request<Answer>} request
 */
export function createLatest(store, { ask, show, wait, fail, rest = 0 }) {
  const owner = Symbol("of one request");
  const tell = fail ?? ((error) => store.update(passingProblem(error, owner)));
  const endProblem = () => {
    if (store.state.problem?.owner === owner) store.update(withoutProblem(store.state, owner));
  };
  let busy = false;
  let stale = false; // whether something changed since the request under way was made
  let ended = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function run() {
    stale = true;
    if (busy || ended) return;
    stale = false;
    busy = true;
    let waited = false;
    try {
      const asked = ask();
      if (asked === null) return endProblem();
      waited = true;
      wait?.(true);
      const answer = await asked;
      if (ended) return;
      endProblem();
      await show(answer, !stale);
    } catch (error) {
      if (!ended) tell(error);
    } finally {
      busy = false;
      if (waited && !ended) wait?.(false);
    }
    if (stale) next();
  }

  /** Asks for what changed meanwhile; where there is no rest, at once. */
  function next() {
    if (rest > 0) again();
    else void run();
  }

  /** Something has changed: asks once it rests, or once the request under way is answered. */
  function again() {
    stale = true;
    clearTimeout(timer);
    if (!ended) timer = setTimeout(() => void run(), rest);
  }

  store.onDispose?.(() => {
    ended = true;
    clearTimeout(timer);
    endProblem();
  });
  return {
    again,
    /** Asks without a rest: at once, or once the request under way is answered. */
    now: () => void run(),
  };
}
