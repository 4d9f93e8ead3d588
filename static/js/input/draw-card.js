/** Draw: the canvas that a person draws on, always in reach, whatever stage is open. */

import { element } from "../widgets/dom.js";
import { openStage } from "../state/state.js";
import { paintDrawing } from "../drawing/ink-picture.js";
import { takeSample } from "../drawing/samples.js";
import { addStroke, clear, EMPTY_DRAWING, redo, SPACE, undo } from "../drawing/strokes.js";
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
  const seen = element("canvas", { class: "pixels seen", role: "img" });
  const enlarge = element(
    "button",
    {
      ...{ type: "button", class: "seen-button", title: "Pixels, test pictures and files" },
      onclick: () => store.update(openStage("draw")),
    },
    seen,
  );
  const pad = createPad(store);
  root.append(
    element("div", { class: "input-head" }, element("h2", {}, "Draw a digit"), enlarge),
    element("div", { class: "pad-frame", "data-part": "pad" }, pad.canvas),
    createButtons(store),
    createChoice(store, samples),
  );
  followPen(pad.canvas, store);
  store.watch(["trace", "model"], () => {
    const { trace, input, model } = store.state;
    const { height, width } = model.image;
    seen.setAttribute("aria-label", `The ${height} by ${width} pixels that the network receives`);
    if (!trace) return;
    paintInputPicture(seen, trace);
    if (input.kind !== "strokes") pad.show();
  });
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
  store.watch(["drawing"], () => {
    const { past, future, present } = store.state.drawing;
    undoButton.disabled = past.length === 0;
    redoButton.disabled = future.length === 0;
    clearButton.disabled = present.strokes.length === 0;
  });
  return element("div", { class: "pad-buttons" }, clearButton, undoButton, redoButton, eraser);
}

/**
 * @param {Store} store
 * @param {Samples} samples
 */
function createChoice(store, samples) {
  const choose = element(
    "select",
    {
      "aria-label": "Sample drawings",
      "data-part": "samples",
      onchange: () => {
        const sample = samples[Number(choose.value)];
        if (choose.value !== "" && sample) store.update(takeSample(store.state, sample));
        choose.value = "";
      },
    },
    element("option", { value: "" }, "Sample drawings…"),
    ...samples.map(({ name }, index) => element("option", { value: index }, name)),
  );
  return choose;
}

/**
 * The canvas with what is drawn on it, or with another input as the network receives it.
 * @param {Store} store
 */
function createPad(store) {
  const canvas = element("canvas", {
    id: "drawing",
    class: "pad",
    role: "img",
    "aria-label":
      "Your drawing. Draw with the mouse, a pen or a finger; choose a sample or use the pixel editor of the Draw stage with the keyboard.",
  });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let planned = false;

  function show() {
    const { drawing, stroke, input, trace } = store.state;
    if (input.kind === "strokes") paintDrawing(context, drawing.present, stroke);
    else if (trace) paintInput(context, trace);
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

/**
 * Makes strokes of what a pen, a finger or the mouse does on the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Store} store
 */
function followPen(canvas, store) {
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
    if (stroke && isPrimary) store.update({ drawing: addStroke(drawing, stroke), stroke: null });
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    bounds = canvas.getBoundingClientRect();
    // Drawing over a sample or a picture starts afresh.
    const { input, drawing, pen } = store.state;
    const fresh = input.kind === "strokes" ? {} : { input: strokes, drawing: clear(drawing) };
    store.update({ ...fresh, stroke: { points: [place(event)], ...pen } });
  });
  // Most browsers tell of the pen's moves only with the next frame, some also at once.
  const atOnce = "onpointerrawupdate" in canvas;
  if (atOnce) {
    canvas.addEventListener("pointerrawupdate", (event) =>
      draw(/** @type {PointerEvent} */ (event)),
    );
  }
  canvas.addEventListener("pointermove", (event) => {
    // With the frame the page is laid out in any case: asking where the canvas is costs nothing.
    bounds = canvas.getBoundingClientRect();
    if (!atOnce) draw(event);
  });
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
}
