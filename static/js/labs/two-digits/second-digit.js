/** The second digit: drawn on a pad of its own, or chosen. */

import { getSamples } from "../../server/api.js";
import { element } from "../../widgets/dom.js";
import { inkPicture, paintDrawing } from "../../drawing/ink-picture.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";
import { sampleDrawing } from "../../drawing/samples.js";
import {
  addStroke,
  clear,
  EMPTY_DRAWING,
  SPACE,
  startHistory,
  undo,
} from "../../drawing/strokes.js";
import { digitDrawn, indexOf } from "./known-label.js";
import { postPreprocess } from "../../server/lab-api.js";
import { writeSecond } from "./second-digit-code.js";

/** Width of the pen. */
const PEN = 20;
/** Pixels on a side of the pad. */
const SIDE = 280;

/** @typedef {import("./second-digit-code.js").Second} Second */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {Object} actions
 * @param {(kept: boolean) => void} actions.changed kept is false while the pen is down
 * @param {() => void} actions.swap
 * @param {() => number | null} actions.label the class of the first digit, where it is known
 */
export function createSecondDigit(store, samples, { changed, swap, label }) {
  const { model } = store.state;
  const { height, width } = model.image;
  /** @type {Second} */
  let second = { kind: "strokes", drawing: EMPTY_DRAWING };
  let history = startHistory();
  /** @type {import("../../drawing/strokes.js").Stroke | null} */
  let stroke = null;
  /** What the network receives of it, once it was asked for. @type {Promise<Float32Array> | null} */
  let image = null;

  const pad = element("canvas", {
    ...{ width: SIDE, height: SIDE, class: "pad", "data-pad": "second", role: "img" },
    "aria-label":
      "The second digit. Draw with the mouse, a pen or a finger; with the keyboard, choose one or take your drawing.",
  });
  const context = /** @type {CanvasRenderingContext2D} */ (pad.getContext("2d"));
  const choose = element(
    "select",
    { "aria-label": "Second digit: sample drawings", onchange: takeSample },
    element("option", { value: "" }, "Sample drawings…"),
    ...samples.map(({ name }, index) => element("option", { value: index }, name)),
  );
  const number = element("input", {
    ...{ type: "number", min: 0, max: 1_000_000, step: 1, value: 0, class: "test-number" },
    "aria-label": "Number of a test picture",
    onkeydown: (/** @type {KeyboardEvent} */ { key }) => {
      if (key === "Enter") void takeTest();
    },
  });
  const undoButton = element("button", { type: "button", onclick: takeBack }, "Undo");
  const clearButton = element(
    "button",
    { type: "button", "aria-label": "Clear the second digit", onclick: wipe },
    "Clear",
  );
  const words = element("p", { class: "quiet", role: "status", "data-second": "" });

  /** @param {string} text */
  const say = (text) => (words.textContent = text);

  /**
   * @param {Second} next
   * @param {boolean} [kept] whether the pen is up
   */
  function set(next, kept = true) {
    second = next;
    image = null;
    if (kept) show();
    changed(kept);
  }

  function wipe() {
    history = second.kind === "strokes" ? clear(history) : startHistory();
    set({ kind: "strokes", drawing: history.present });
  }

  function takeSample() {
    if (choose.value !== "") set({ kind: "sample", index: Number(choose.value) });
    choose.value = "";
  }

  function takeBack() {
    history = undo(history);
    set({ kind: "strokes", drawing: history.present });
  }

  async function takeTest() {
    const index = Math.round(number.valueAsNumber);
    try {
      const query = { model: model.name, offset: String(index), limit: "1" };
      const { tensors, metadata } = await getSamples(query);
      const pixels = /** @type {Uint8Array} */ (tensors.images.data).slice();
      if (pixels.length === 0) {
        say(`There is no test picture ${index} (expected 0 to ${Number(metadata.total) - 1}).`);
        return;
      }
      take({ kind: "pixels", pixels, digit: Number(tensors.labels.data[0]) });
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {Second} next */
  function open(next) {
    if (next.kind === "strokes") history = startHistory(next.drawing);
    second = next;
    image = null;
    show();
  }

  /** Takes one that a link may be unable to hold; says so where it is. @param {Second} next */
  function take(next) {
    if (writeSecond(next) === null) {
      say("This is too much for the second digit: its strokes or pixels would not fit in a link.");
      return false;
    }
    open(next);
    changed(true);
    return true;
  }

  /** What the page shows, as a second digit. @returns {Second | null} null before the first trace */
  function drawingAsSecond() {
    const { input, drawing, trace } = store.state;
    if (input.kind === "strokes") return { kind: "strokes", drawing: drawing.present };
    if (input.kind === "pixels") return { kind: "pixels", pixels: input.pixels, digit: label() };
    if (trace?.model !== model.name) return null;
    const pixels = Uint8Array.from(trace.values("image"), (value) => Math.round(255 * value));
    return { kind: "pixels", pixels, digit: label() };
  }

  function shownDrawing() {
    if (second.kind === "sample") return sampleDrawing(samples[second.index], PEN);
    return second.kind === "strokes" ? second.drawing : null;
  }

  function show() {
    const drawing = shownDrawing();
    if (drawing) paintDrawing(context, drawing, stroke);
    else if (second.kind === "pixels") {
      const small = document.createElement("canvas");
      const values = Float32Array.from(second.pixels, (byte) => byte / 255);
      putPixels(small, imagePixels(values, height * width), width, height);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, 0, 0, SIDE, SIDE);
    }
    undoButton.disabled = second.kind !== "strokes" || history.past.length === 0;
    clearButton.disabled = drawing?.strokes.length === 0;
    say(tell());
  }

  function tell() {
    if (second.kind === "sample") return `Sample drawing: ${samples[second.index].name}.`;
    if (second.kind === "strokes")
      return second.drawing.strokes.length > 0 ? "Drawn." : "Nothing is drawn on it yet.";
    const { digit } = second;
    return digit === null
      ? "A picture."
      : `A picture that is labelled ${model.class_names[digit]}.`;
  }

  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    // Drawing over what was chosen starts afresh.
    if (second.kind !== "strokes") {
      history = startHistory();
      second = { kind: "strokes", drawing: history.present };
    }
    stroke = { points: [place(event)], width: PEN, erase: false };
    moved();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!stroke || !event.isPrimary) return;
    const events = event.getCoalescedEvents?.() ?? [];
    stroke.points.push(...(events.length > 0 ? events : [event]).map(place));
    moved();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, (event) => {
      if (!stroke || !(/** @type {PointerEvent} */ (event).isPrimary)) return;
      const next = addStroke(history, stroke);
      stroke = null;
      const full = writeSecond({ kind: "strokes", drawing: next.present }) === null;
      if (!full) history = next;
      set({ kind: "strokes", drawing: history.present });
      if (full) say("That was too much for the second digit: its strokes would not fit in a link.");
    });
  }

  function moved() {
    image = null;
    show();
    changed(false);
  }

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  function place(event) {
    const { left, top, width: across, height: down } = pad.getBoundingClientRect();
    return [((event.clientX - left) / across) * SPACE, ((event.clientY - top) / down) * SPACE];
  }

  store.watch(["restored"], show);
  return {
    root: element(
      "section",
      { class: "stack", "aria-label": "The second digit" },
      element("h3", {}, "The second digit"),
      element("div", { class: "pad-frame second-pad" }, pad),
      words,
      element("div", { class: "row" }, undoButton, clearButton),
      choose,
      element(
        "div",
        { class: "row" },
        element("label", { class: "row" }, "test picture", number),
        element("button", { type: "button", onclick: () => void takeTest() }, "Take it"),
      ),
      element(
        "div",
        { class: "row" },
        element(
          "button",
          {
            type: "button",
            title: "Then draw the first digit anew",
            onclick: () => {
              const next = drawingAsSecond();
              if (next) take(next);
            },
          },
          "Take my drawing",
        ),
        element("button", { type: "button", onclick: swap }, "Swap the two"),
      ),
    ),
    open,
    take,
    drawingAsSecond,
    get value() {
      return second;
    },
    /** The class of it; null where it is not known. */
    get digit() {
      if (second.kind === "sample") return indexOf(model, String(samples[second.index].label));
      return second.kind === "pixels" ? second.digit : digitDrawn(second.drawing, samples, model);
    },
    /** The strokes of it; null where it is pixels. */
    get drawing() {
      return shownDrawing();
    },
    /** What the network receives of it. */
    image() {
      const drawing = shownDrawing();
      image ??=
        second.kind === "pixels"
          ? postPreprocess(second.pixels, "application/octet-stream", model.name)
          : postPreprocess(inkPicture(drawing ?? EMPTY_DRAWING, stroke), "image/bmp", model.name);
      const asked = image;
      asked.catch(() => {
        if (image === asked) image = null; // The next call tries again.
      });
      return asked;
    },
  };
}
