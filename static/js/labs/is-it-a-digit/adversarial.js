/** An adversarial picture on demand: the drawing, changed where it hurts the answer most. */

import { postAdversarial } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { STRENGTHS } from "./attack.js";
import { createAttackView } from "./attack-view.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{passes: (error: number) => boolean}} test
 */
export function mountAdversarial(store, test) {
  const { model } = store.state;
  const hint = element("p", { class: "quiet" });
  const view = createAttackView(store, test);
  const { again } = createLatest(store, {
    ask() {
      const { trace } = store.state;
      hint.textContent = "Draw something first.";
      return trace && !trace.isBlank ? attack(trace) : null;
    },
    show(made) {
      hint.textContent = "";
      view.show(made);
    },
    wait(busy) {
      make.disabled = busy;
      if (busy) hint.textContent = "Computing…";
    },
    fail: (error) => void (hint.textContent = `It could not be made: ${wordsOf(error)}`),
  });
  const make = element("button", { type: "button", onclick: again }, "Make one");

  /** @param {import("../../server/trace.js").Trace} trace */
  async function attack(trace) {
    const asked = { model: model.name, image: trace.values("image"), routing: trace.routing };
    return { ...(await postAdversarial({ ...asked, strengths: STRENGTHS })), trace };
  }

  store.watch(["drawing", "stroke", "input", "center", "routing"], () => {
    // Of another drawing; but one that was taken from here may be compared with what it came from.
    if (!view.isShown() || store.state.input.kind === "pixels") return;
    view.show(null);
    hint.textContent = "";
  });
  return {
    judge: view.judge,
    root: element(
      "div",
      { class: "stack" },
      element("h3", {}, "An adversarial picture"),
      element(
        "p",
        { class: "quiet lab-words" },
        "The fast gradient sign method (Goodfellow, Shlens and Szegedy, 2015): every pixel is moved by the same " +
          "strength, one step, in the direction in which the longest capsule's lead over the second shrinks fastest.",
      ),
      element("div", { class: "row" }, make, hint),
      view.root,
    ),
  };
}
