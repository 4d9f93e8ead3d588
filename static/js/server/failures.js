/** Answers that do not come: what a person is told, and after how long the page tries again. */

import { passingProblem, wordsOf } from "../state/problem.js";
import { ApiError } from "./api.js";
import { WireError } from "./safetensors.js";

/** Milliseconds without an answer after which a person is told that it is awaited. */
const SLOW = 3000;
/** Seconds until another try while the server does not answer: doubled each time, up to the last. */
const RETRY = [1, 2, 4, 8];

/** @param {Pick<import("../state/store.js").Store, "update">} store */
export function createFailures(store) {
  let count = 0; // since the last answer

  return {
    /**
     * What is awaited; where it takes long, a person is told that it does.
     * @template Answer
     * @param {Promise<Answer>} awaited
     */
    async tellWhereSlow(awaited) {
      const slow = setTimeout(
        () =>
          store.update(passingProblem("The server takes long to answer. Your drawing is safe.")),
        SLOW,
      );
      try {
        return await awaited;
      } finally {
        clearTimeout(slow);
      }
    },
    /** An answer came: the next failure is a first one. */
    end() {
      count = 0;
    },
    /**
     * Tells what went wrong; returns the seconds until another try, null where none makes sense.
     * @param {unknown} error
     */
    report(error) {
      // An answer that is no trace may come of something between here and the server.
      const passing = error instanceof ApiError ? error.passing : error instanceof WireError;
      if (!passing) {
        store.update(passingProblem(error));
        return null;
      }
      const wished = error instanceof ApiError ? error.retryAfter : null;
      const seconds = wished ?? RETRY[Math.min(count++, RETRY.length - 1)];
      const words = `${wordsOf(error)} Your drawing is safe; trying again in ${seconds} s.`;
      store.update(passingProblem(words));
      return seconds;
    },
  };
}
