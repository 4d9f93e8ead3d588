/** The program that computes anew what the page shows, to be read, copied and saved. */

import { element } from "../widgets/dom.js";
import { shownDigit } from "../state/state.js";
import { compressed, snippet } from "./snippet.js";

/** @param {import("./actions.js").Actions} actions */
export function createProgram({ button, save, say }) {
  const program = element("pre", {
    class: "export-program",
    tabindex: 0,
    role: "region",
    "aria-label": "Python program",
  });
  let text = "";
  let asked = 0;

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      say("The program is copied.");
    } catch {
      // Without a secure context there is no clipboard.
      getSelection()?.selectAllChildren(program);
      say("This browser does not let the page copy: the program is marked, press Ctrl+C.");
    }
  }

  return {
    root: element(
      "div",
      { class: "stack" },
      program,
      element(
        "div",
        { class: "row" },
        button("Copy", "Copy the program", copy),
        button("Save", "Save the program as capsnet.py", () =>
          save("capsnet.py", new Blob([text], { type: "text/x-python" })),
        ),
      ),
    ),
    /** @param {import("../state/state.js").State} state */
    async show(state) {
      const { trace, model, held } = state;
      if (!trace) return;
      const number = ++asked;
      const image = await compressed(trace.values("image"));
      if (number !== asked) return;
      text = snippet({
        model: model.name,
        sha256: model.sha256,
        classNames: model.class_names,
        routing: trace.iterations,
        shape: trace.shape("image"),
        image,
        digit: held?.digit ?? shownDigit(state),
        values: held?.values ?? null,
      });
      program.textContent = text;
    },
  };
}
