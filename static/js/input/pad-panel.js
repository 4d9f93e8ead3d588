/** The pad: what a person draws on, always in reach, whatever stage is open. */

import { element } from "../widgets/dom.js";
import { classNoun, openStage } from "../state/state.js";
import { FAINT_INK, paintDrawing } from "../drawing/ink-picture.js";
import { sampleOf } from "../drawing/samples.js";
import {
  addStroke,
  clear,
  EMPTY_DRAWING,
  redo,
  replaceByStroke,
  SPACE,
  undo,
} from "../drawing/strokes.js";
import { paintInput, paintInputPicture } from "../graphics/raster.js";

const strokes = /** @type {const} */ ({ kind: "strokes" });

/**
 * @typedef {import("../state/store.js").Store} Store
 * @typedef {import("../drawing/samples.js").SampleDrawing[]} Samples
 *
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Samples} samples
 */
export function mount(root, store, samples) {
  const title = element("h2", {});
  const seen = element("canvas", { class: "pixels seen", "aria-hidden": "true" });
  const name = "As the network sees it: pixels, test pictures, files";
  const enlarge = element(
    "button",
    {
      ...{ type: "button", class: "seen-button", title: name, "aria-label": name },
      onclick: () => store.update(openStage("draw")),
    },
    seen,
  );
  const hint = element("p", { class: "pad-hint" });
  const pad = createPad(store, samples);
  root.append(
    element("div", { class: "input-head" }, title, enlarge),
    element("div", { class: "pad-frame", "data-part": "pad" }, pad.canvas, hint),
    createButtons(store),
    // Filled after the first picture; its place is kept.
    element("div", { class: "samples", "data-part": "samples" }),
  );
  followPen(pad.canvas, store, samples);
  store.watch(["stage"], () =>
    enlarge.setAttribute("aria-pressed", String(store.state.stage === "draw")),
  );
  store.watch(["model"], () => {
    title.textContent = classNoun(store.state.model) === "digit" ? "Draw a digit" : "Draw";
  });
  store.watch(["drawing", "stroke", "input", "model"], () => {
    const words = hintFor(store.state, samples);
    if (hint.textContent !== words) hint.textContent = words;
  });
  store.watch(["trace", "model"], () => {
    const { trace, input } = store.state;
    if (!trace) return;
    paintInputPicture(seen, trace);
    if (input.kind !== "strokes") pad.show();
  });
}

/**
 * Whether the next stroke takes the place of what is there: a sample, which is there to be drawn over,
 * or a picture. What a person drew never goes so, and an eraser takes away from a sample.
 * @param {import("../state/state.js").State} state
 * @param {Samples} samples
 */
function beginsAfresh({ input, drawing, pen }, samples) {
  if (input.kind !== "strokes") return true;
  return !pen.erase && sampleOf(drawing.present, samples) !== null;
}

/**
 * What stands on the pad where a person has drawn nothing yet.
 * @param {import("../state/state.js").State} state
 * @param {Samples} samples
 */
function hintFor({ drawing, stroke, input, model }, samples) {
  if (stroke || input.kind !== "strokes") return "";
  const sample = sampleOf(drawing.present, samples);
  if (!sample && drawing.present.strokes.length > 0) return "";
  if (classNoun(model) === "digit") return "Draw a digit here";
  return sample ? `It knows ${model.shows}, no digits` : "Draw here";
}

/** @param {Store} store */
function createButtons(store) {
  /** @type {(text: string, name: string, onclick: () => void) => HTMLButtonElement} */
  const button = (text, name, onclick) =>
    element("button", { type: "button", title: name, "aria-label": name, onclick }, text);
  const undoButton = button("↶", "Undo", () =>
    store.update({ drawing: undo(store.state.drawing), input: strokes }),
  );
  const redoButton = button("↷", "Redo", () =>
    store.update({ drawing: redo(store.state.drawing), input: strokes }),
  );
  const clearButton = button("Clear", "Clear the drawing", () => {
    store.update({ drawing: clear(store.state.drawing), stroke: null, input: strokes });
  });
  const eraser = button("Erase", "Erase instead of drawing", () => {
    store.update({ pen: { ...store.state.pen, erase: !store.state.pen.erase } });
  });
  store.watch(["pen"], () => eraser.setAttribute("aria-pressed", String(store.state.pen.erase)));
  store.watch(["drawing", "input"], () => {
    const { drawing, input } = store.state;
    undoButton.disabled = drawing.past.length === 0;
    redoButton.disabled = drawing.future.length === 0;
    clearButton.disabled = drawing.present.strokes.length === 0 && input.kind === "strokes";
  });
  return element("div", { class: "pad-buttons" }, clearButton, undoButton, redoButton, eraser);
}

/**
 * The canvas with what is drawn on it, or with another input as the network receives it.
 * @param {Store} store
 * @param {Samples} samples
 */
function createPad(store, samples) {
  const canvas = element("canvas", {
    id: "drawing",
    class: "pad",
    role: "img",
    "aria-label":
      "Your drawing. Draw with the mouse, a pen or a finger. With the keyboard, choose a sample or set pixels in the Draw stage.",
  });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let planned = false;

  function show() {
    const { drawing, stroke, input, trace } = store.state;
    if (input.kind === "strokes") {
      const ink = !stroke && sampleOf(drawing.present, samples) ? FAINT_INK : undefined;
      paintDrawing(context, drawing.present, stroke, ink);
    } else if (trace) paintInput(context, trace);
    else paintDrawing(context, EMPTY_DRAWING, null);
  }

  new ResizeObserver(() => {
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (side === 0 || side === canvas.width) return;
    canvas.width = canvas.height = side;
    show();
  }).observe(canvas);
  // With the next frame: the pen may move many times before it.
  store.watch(["drawing", "stroke", "input", "restored"], () => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      show();
    });
  });
  return { canvas, show };
}

const PASSIVE = { capture: true, passive: true };

/**
 * Makes strokes of what a pen, a finger or the mouse does on the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Store} store
 * @param {Samples} samples
 */
function followPen(canvas, store, samples) {
  /** What the stroke under the pen takes the place of. @type {import("../drawing/strokes.js").History | null} */
  let before = null;
  let bounds = canvas.getBoundingClientRect();

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  function place(event) {
    const { left, top, width, height } = bounds;
    return [((event.clientX - left) / width) * SPACE, ((event.clientY - top) / height) * SPACE];
  }

  /** @param {PointerEvent} event */
  function draw(event) {
    const { stroke } = store.state;
    if (!stroke || !event.isPrimary) return;
    // Pens report more often than the page is told: every point counts.
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length > 0 ? events : [event]).map(place);
    store.update({ stroke: { ...stroke, points: [...stroke.points, ...points] } });
  }

  /** @param {PointerEvent} event */
  function end({ isPrimary }) {
    const { stroke, drawing } = store.state;
    // A second finger that is lifted does not end the first one's stroke.
    if (!stroke || !isPrimary) return;
    const drawn = before ? replaceByStroke(before, stroke) : addStroke(drawing, stroke);
    before = null;
    store.update({ drawing: drawn, stroke: null });
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    bounds = canvas.getBoundingClientRect();
    const { drawing, pen } = store.state;
    before = beginsAfresh(store.state, samples) ? drawing : null;
    // Out of sight at once; when the stroke ends, both are one step of undo.
    const fresh = before ? { input: strokes, drawing: clear(before) } : {};
    store.update({ ...fresh, stroke: { points: [place(event)], ...pen } });
  });
  // Most browsers tell of the pen's moves only with the next frame, some also at once.
  const moves = "onpointerrawupdate" in canvas ? "pointerrawupdate" : "pointermove";
  canvas.addEventListener(moves, (event) => draw(/** @type {PointerEvent} */ (event)));
  // Nothing else moves the canvas under the pen; to ask with each move would lay the page out.
  for (const name of ["scroll", "resize"]) {
    addEventListener(name, () => void (bounds = canvas.getBoundingClientRect()), PASSIVE);
  }
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
}
