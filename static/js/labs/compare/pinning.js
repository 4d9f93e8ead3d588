/** What pins and forgets A, and what A and B are. */

import { withLabState } from "../../state/lab-in-link.js";
import { passingProblem } from "../../state/problem.js";
import { askedRouting } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { NONE } from "./follow-pinned.js";
import { pin } from "./pinned-state.js";
import { tellState } from "./words.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {HTMLElement} line for the words
 */
export function createPinning(store, line) {
  const { model } = store.state;
  line.dataset.pinned = "";
  const forget = element(
    "button",
    { type: "button", onclick: () => store.update(withLabState(store.state, "compare", NONE)) },
    "Forget A",
  );
  const single = model.config.max_iterations === 1;
  const even = element("input", {
    ...{ type: "checkbox", role: "switch", disabled: single },
    title: single ? "This network has no pass with even couplings." : "",
    onchange: () => store.update({ routing: even.checked ? 1 : null, iteration: null }),
  });

  function pinShown() {
    const entries = pin(store.state);
    store.update(
      entries
        ? withLabState(store.state, "compare", entries)
        : passingProblem(
            "This cannot be pinned: it is a picture of yours, or a drawing of very many strokes.",
          ),
    );
  }

  return {
    tools: [
      element("button", { type: "button", onclick: pinShown }, "Pin what is shown as A"),
      forget,
      element("label", { class: "check" }, even, "even couplings in B"),
    ],
    /**
     * @param {import("../../server/trace.js").Trace | null} a
     * @param {import("../../state/state.js").Model | undefined} owner A's network
     * @param {import("../../server/trace.js").Trace} b
     */
    show(a, owner, b) {
      even.checked = askedRouting(store.state) === 1;
      forget.disabled = a === null;
      if (!a) {
        line.textContent =
          "Nothing is pinned. Pin what is shown as A; then draw something else, or choose another network or number of iterations: that is B.";
        return;
      }
      line.replaceChildren(
        element("span", {}, `A: ${tellState(a, owner)}.`),
        " ",
        element("span", {}, `B: ${tellState(b, model)}.`),
      );
    },
  };
}
