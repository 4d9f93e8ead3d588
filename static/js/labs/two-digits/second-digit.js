/** The second digit: drawn on a pad of its own, or chosen. */

import { getSamples } from "../../server/api.js";
import { addStroke, clear, encode, startHistory, undo } from "../../drawing/strokes.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { secondOf, tellSecond, writeSecond } from "./second-digit-code.js";
import { drawingOf, received, remembered } from "./second-image.js";
import { createSecondPad } from "./second-pad.js";

/** @typedef {import("./second-digit-code.js").Second} Second */

/** The strokes on the pad and their way back; other views may be open in between. */
let history = startHistory();

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {Object} lab
 * @param {() => Second} lab.second what the lab's state holds
 * @param {(second: Second) => void} lab.keep puts another into the lab's state
 * @param {() => void} lab.draws told while the pen is down
 * @param {() => void} lab.swap
 * @param {() => number | null} lab.label the class of the first digit, where it is known
 */
export function createSecondDigit(store, samples, { second, keep, draws, swap, label }) {
  const { model } = store.state;
  const pad = createSecondPad({
    begin() {
      // Drawing over what was chosen starts afresh.
      if (second().kind !== "strokes") history = startHistory();
    },
    move() {
      show();
      draws();
    },
    end(stroke) {
      const next = addStroke(history, stroke);
      if (!take({ kind: "strokes", drawing: next.present }, next)) draws();
    },
  });
  const words = element("p", { class: "quiet", role: "status", "data-second": "" });
  const say = (/** @type {string} */ text) => void (words.textContent = text);
  const chooser = createChooser(samples, { take, say, model: model.name });
  const undoButton = button("Undo", () => draw(undo(history)));
  const clearButton = button("Clear", () =>
    draw(second().kind === "strokes" ? clear(history) : startHistory()),
  );
  clearButton.setAttribute("aria-label", "Clear the second digit");
  const mine = button("Take my drawing", () => take(secondOf(store.state, label())));
  mine.title = "Then draw the first digit anew";

  /**
   * Takes another second digit where a link can hold it; says so where it cannot.
   * @param {Second | null} next
   * @param {import("../../drawing/strokes.js").History} [drawn] the history that it ends
   */
  function take(next, drawn) {
    if (!next || !fits(next)) return false;
    if (drawn) history = drawn;
    keep(next);
    show();
    return true;
  }

  /**
   * Whether a link can hold a second digit; says so where it cannot.
   * @param {Second} next
   */
  function fits(next) {
    if (writeSecond(next) !== null) return true;
    show();
    say("This is too much for the second digit: its strokes or pixels would not fit in a link.");
    return false;
  }

  /** @param {import("../../drawing/strokes.js").History} next */
  function draw(next) {
    take({ kind: "strokes", drawing: next.present }, next);
  }

  /** What is shown; without the stroke under the pen. @returns {Second} */
  function now() {
    return pad.stroke ? { kind: "strokes", drawing: history.present } : second();
  }

  /** The strokes of it; null where it is pixels. */
  const drawing = () => drawingOf(now(), samples);

  function show() {
    const shown = now();
    // What came from elsewhere has no way back here.
    if (shown.kind === "strokes" && encode(shown.drawing) !== encode(history.present))
      history = startHistory(shown.drawing);
    const strokes = drawing();
    if (strokes) pad.paintDrawing(strokes);
    else if (shown.kind === "pixels") pad.paintPixels(shown.pixels, model.image);
    undoButton.disabled = shown.kind !== "strokes" || history.past.length === 0;
    clearButton.disabled = strokes?.strokes.length === 0;
    say(tellSecond(shown, samples, model.class_names));
  }

  store.watch(["restored", "lab"], show);
  return {
    root: element(
      "section",
      { class: "second-digit", "aria-label": "The second digit" },
      element("h3", {}, "The second digit"),
      element("div", { class: "fit" }, element("div", { class: "pad-frame" }, pad.canvas)),
      words,
    ),
    tools: [undoButton, clearButton, ...chooser.parts, mine, button("Swap the two", swap)],
    ...{ drawing, fits },
    /** What the network receives of it. */
    image: remembered(
      () => (pad.stroke ? null : writeSecond(second())),
      () => received(model, now(), drawing(), pad.stroke),
    ),
  };
}

/** @param {string} text @param {() => void} onclick */
function button(text, onclick) {
  return element("button", { type: "button", onclick }, text);
}

/**
 * What a second digit is chosen with: sample drawings, and test pictures by their number.
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {{take: (next: Second) => void, say: (words: string) => void, model: string}} actions
 */
function createChooser(samples, { take, say, model }) {
  const choose = element(
    "select",
    {
      "aria-label": "Second digit: sample drawings",
      onchange: () => {
        if (choose.value !== "") take({ kind: "sample", index: Number(choose.value) });
        choose.value = "";
      },
    },
    element("option", { value: "" }, "Samples…"),
    ...samples.map(({ name }, index) => element("option", { value: index }, name)),
  );
  const number = element("input", {
    ...{ type: "number", min: 0, max: 1_000_000, step: 1, value: 0, class: "test-number" },
    "aria-label": "Number of a test picture",
    onkeydown: (/** @type {KeyboardEvent} */ { key }) => {
      if (key === "Enter") void takeTest();
    },
  });

  async function takeTest() {
    const index = Math.round(number.valueAsNumber);
    try {
      const query = { model, offset: String(index), limit: "1" };
      const { tensors, metadata } = await getSamples(query);
      const pixels = /** @type {Uint8Array} */ (tensors.images.data).slice();
      if (pixels.length === 0)
        say(`There is no test picture ${index} (expected 0 to ${Number(metadata.total) - 1}).`);
      else take({ kind: "pixels", pixels, digit: Number(tensors.labels.data[0]) });
    } catch (error) {
      say(wordsOf(error));
    }
  }

  return {
    parts: [
      choose,
      element("label", {}, "test picture ", number),
      button("Take it", () => void takeTest()),
    ],
  };
}
