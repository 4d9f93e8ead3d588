/** An adversarial picture on demand: the drawing, changed where it hurts the answer most. */

import { postAdversarial } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { STRENGTHS } from "./attack.js";
import { createAttackView } from "./attack-view.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./test.js").Test} test
 */
export function mountAdversarial(store, test) {
  const { model } = store.state;
  const hint = element("p", { class: "quiet", role: "status" });
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
  store.watch(["lab"], view.judge);
  return {
    roots: [element("div", { class: "two-lines" }, view.verdict, hint), view.root],
    tools: [make, ...view.tools],
  };
}
