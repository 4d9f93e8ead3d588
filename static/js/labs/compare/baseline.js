/** What a network without capsules says of A's and of B's input, beside the lengths. */

import { element } from "../../widgets/dom.js";
import { traceRequest } from "../../server/trace-request.js";
import { classNoun } from "../../state/state.js";
import { postSweep } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { wordsOf } from "../../state/problem.js";

/** Milliseconds of rest before it is asked. */
const REST = 200;

/**
 * @param {import("../../state/store.js").Scope} store
 * @returns {import("./compare.js").View}
 */
export function mountBaseline(store) {
  const { class_names: names } = store.state.model;
  const noun = classNoun(store.state.model);
  const rows = names.map((name) => {
    const cells = ["A", "B"].map(() => element("td", { class: "number" }, "–"));
    return { cells, root: element("tr", {}, element("th", { scope: "row" }, name), ...cells) };
  });
  const words = element("p", { class: "compare-words" });
  const table = element(
    "table",
    { class: "numbers length-pairs" },
    element("caption", {}, `Probability of each ${noun}`),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...[noun, "A's input", "B's input"].map((text) => element("th", { scope: "col" }, text)),
      ),
    ),
    element("tbody", {}, ...rows.map(({ root }) => root)),
  );
  const root = element("div", { class: "baseline scroll" }, table);
  /** @type {import("./pinned-state.js").Given | null} */
  let pinned = null;
  const { again } = createLatest(store, {
    rest: REST,
    ask: () => Promise.all([pinned, store.state].map((given) => given && probabilitiesOf(given))),
    show,
    fail: (error) => void (words.textContent = wordsOf(error)),
  });

  /** @param {import("./pinned-state.js").Given} given */
  function probabilitiesOf(given) {
    const { body, type, query } = traceRequest(given);
    return postSweep(body, type, { ...query, count: "1" });
  }

  /** @param {(Awaited<ReturnType<typeof postSweep>> | null)[]} answers of A and of B */
  function show(answers) {
    const name = answers[1]?.baselineName;
    table.hidden = !name;
    words.textContent = !name
      ? "This server has none for such pictures: `python -m model.train cnn` makes one."
      : `Probabilities of the network ${name}, a plain convolutional network. They add up to 1, which lengths do not: a capsule's length says on its own whether its ${noun} is there.`;
    rows.forEach(({ cells }, index) =>
      cells.forEach((cell, which) => {
        const value = answers[which]?.baseline?.[index];
        cell.textContent = value === undefined ? "–" : value.toFixed(3);
      }),
    );
    root.dataset.shown = answers.map((each) => Number(each !== null)).join("");
  }

  store.watch(["trace"], again);
  return {
    ...{ root, words },
    show: again,
    pin(given) {
      pinned = given;
      again();
    },
  };
}
