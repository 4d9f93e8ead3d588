/** How to cite the explorer and what it shows, as CITATION.cff at the project's top has it. */

import { element } from "../widgets/dom.js";

export const CITATION =
  "The CapsNet Explorer authors (2026). CapsNet Explorer: watch a trained capsule network think (version 0.1.0).";

/** @param {import("./actions.js").Actions} actions */
export function createCitation({ button, say }) {
  const words = element("span", {}, CITATION);
  return element(
    "p",
    { class: "row citation", "data-part": "citation" },
    "To cite: ",
    words,
    button("Copy", "Copy how to cite", async () => {
      try {
        await navigator.clipboard.writeText(CITATION);
        say("The citation is copied.");
      } catch {
        getSelection()?.selectAllChildren(words);
        say("This browser does not let the page copy: the citation is marked, press Ctrl+C.");
      }
    }),
  );
}
