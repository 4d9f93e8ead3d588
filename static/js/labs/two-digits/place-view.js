/** The two digits: the second on a pad of its own, and where each lies. */

import { replace } from "../../drawing/strokes.js";
import { element } from "../../widgets/dom.js";
import { createPlacing } from "./placing.js";
import { tellBlank, tellReading } from "./reading-words.js";
import { createSecondDigit } from "./second-digit.js";
import { secondOf } from "./second-digit-code.js";

/**
 * @param {import("./pair.js").Pair} pair
 * @param {() => void} now
 * @returns {import("./pair.js").View}
 */
export function mountPlace(pair, now) {
  const { store, samples, networks, labels, settings, set, reading } = pair;
  const second = createSecondDigit(store, samples, {
    second: () => settings().second,
    keep: (next) => set({ second: next }),
    draws: now,
    swap,
    label: () => reading()?.named ?? null,
  });
  const placing = createPlacing(networks[0].image, {
    shifts: () => settings().shifts,
    move: (shifts) => set({ shifts }),
  });
  const verdict = element("p", { class: "two-lines", role: "status", "data-reading": "" });

  /** The second digit becomes the drawing, and the drawing the second digit, where each lies. */
  function swap() {
    const next = secondOf(store.state, reading()?.named ?? null);
    if (!next || !second.fits(next)) return;
    const { shifts, chosen, second: before } = settings();
    const drawing = second.drawing();
    set({ second: next, shifts: [shifts[1], shifts[0]], chosen: [chosen[1], chosen[0]] });
    if (before.kind === "pixels") {
      const { pixels, digit } = before;
      labels.remember(pixels, digit);
      const name = "the digit that was the second";
      store.update({ input: { kind: "pixels", pixels, name, index: null } });
    } else if (drawing) {
      const history = replace(store.state.drawing, drawing);
      store.update({ drawing: history, stroke: null, input: { kind: "strokes" } });
    }
  }

  return {
    roots: [
      verdict,
      element("div", { class: "pair-columns" }, second.root, placing.picture, placing.controls),
    ],
    tools: second.tools,
    second: second.image,
    settle: placing.show,
    show({ reading: { lengths }, names, given, blank, parts }) {
      placing.paint(...parts);
      verdict.textContent = tellBlank(blank) + tellReading(lengths, names, given);
    },
  };
}
