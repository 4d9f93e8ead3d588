/** Keeps the address bar and the store in step, so that a link shows what its sender saw. */

import { getSamples } from "./api.js";
import { capsuleValues } from "./held.js";
import { quantityOf } from "./store.js";
import { decode, encode, startHistory } from "./strokes.js";
import { LONGEST_OFF, readState, writeState } from "./url.js";

/** Milliseconds of rest before the address changes: browsers limit how often it may. */
const REST = 300;
/** Characters of a drawing in an address: the server refuses a request's line of more than 8,190. */
const LONGEST_DRAWING = 7600;

/**
 * What the address says of the state; what cannot be, it says in `problem`.
 * @param {import("./store.js").Model[]} models
 * @param {import("./store.js").Model} first the network that is shown unless the address names one
 * @returns {Partial<import("./store.js").State>}
 */
export function stateFromUrl(models, first) {
  const named = new URLSearchParams(location.search).get("model");
  const model = models.find(({ name }) => name === named) ?? first;
  const { state, problems } = readState(location.search, {
    models: models.map(({ name }) => name),
    classes: model.config.classes,
    dimensions: model.config.digit_dimensions,
  });
  const { stage, routing, iteration, step, quantity, center, theme, digit, dims } = state;
  const drawing = state.drawing === null ? null : decode(state.drawing);
  return {
    model,
    stage,
    routing,
    step,
    quantity: quantity ?? quantityOf(step),
    center,
    theme,
    digit,
    iteration: iteration === null ? null : iteration - 1,
    ...(drawing ? { drawing: startHistory(drawing) } : {}),
    ...(dims && digit !== null
      ? { held: { digit, values: dims, moving: false, past: [], future: [] } }
      : {}),
    ...(problems.length > 0 ? { problem: { message: problems.join("; "), lasting: true } } : {}),
  };
}

/**
 * What a link cannot carry of this state, in words; null where it carries all.
 * @param {import("./store.js").State} state
 */
export function missingFromLink({ input, drawing, off }) {
  if (input.kind === "picture") return "A link cannot carry a picture of yours.";
  if (input.kind === "pixels" && input.index === null)
    return "A link cannot carry pixels set by hand.";
  if (input.kind === "strokes" && drawingText(drawing.present) === null) {
    return "This drawing has too many strokes for a link.";
  }
  if (off && off.length > 0 && offText(off) === null)
    return "More parts are switched off than a link can carry.";
  return null;
}

/**
 * A drawing as an address carries it; null where it is too long for one.
 * @param {import("./strokes.js").Drawing} drawing
 */
function drawingText(drawing) {
  const text = encode(drawing);
  const left = text === "" && drawing.strokes.length > 0;
  return left || text.length > LONGEST_DRAWING ? null : text;
}

/**
 * Parts that are switched off as an address carries them; null where there are none or too many.
 * @param {readonly string[]} off
 */
function offText(off) {
  const text = off.join(".");
  return text === "" || text.length > LONGEST_OFF ? null : text;
}

/**
 * Opens the test picture and pins the unit that the address names, and from then on writes the state
 * to the address.
 * @param {import("./store.js").Store} store
 * @param {import("./store.js").Model} first the network that an address without one means
 */
export function followUrl(store, first) {
  const { sample, unit, off } = readState(location.search).state;
  if (sample !== null) void openSample(store, sample);
  if (unit !== null) void pinUnit(store, unit);
  if (off !== null) void switchOff(store, off.split("."));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const unchanged = store.state.drawing;
  const named = new URLSearchParams(location.search).has("drawing");
  store.watch(
    [
      "model",
      "stage",
      "drawing",
      "input",
      "routing",
      "iteration",
      "step",
      "quantity",
      "digit",
      "center",
      "held",
      "pinned",
      "off",
      "theme",
    ],
    () => {
      clearTimeout(timer);
      timer = setTimeout(
        () =>
          write().catch((error) =>
            tell(store, `The address could not be kept up: ${wordsOf(error)}`),
          ),
        REST,
      );
    },
  );

  async function write() {
    const { state } = store;
    const drawn = state.input.kind === "strokes" && (named || state.drawing !== unchanged);
    const search = writeState({
      model: state.model === first ? null : state.model.name,
      stage: state.stage,
      drawing: drawn ? drawingText(state.drawing.present) : null,
      sample: state.input.kind === "pixels" ? state.input.index : null,
      routing: state.routing,
      iteration: state.iteration === null ? null : state.iteration + 1,
      step: state.step,
      quantity: state.quantity === quantityOf(state.step) ? null : state.quantity,
      digit: state.held ? state.held.digit : state.digit,
      center: state.center,
      dims: state.held ? capsuleValues(state) : null,
      unit: state.pinned && (await unitWords()).unitText(state.pinned),
      off: offText(state.off),
      theme: state.theme,
    });
    history.replaceState(null, "", location.pathname + search);
  }
}

/** What names units: it comes after the first picture, with the inspector. */
function unitWords() {
  return import("./inspector/units.js");
}

/**
 * @param {import("./store.js").Store} store
 * @param {string} text
 */
async function pinUnit(store, text) {
  const { model } = store.state;
  try {
    const { unitFromText } = await unitWords();
    const { unit, expected } = unitFromText(text, model);
    if (store.state.model !== model) return; // Another network was chosen in the meantime.
    if (unit) store.update({ pinned: unit });
    else tell(store, `invalid unit in the link: "${text}" (expected ${expected})`);
  } catch (error) {
    tell(store, `The unit of this link could not be pinned: ${wordsOf(error)}`);
  }
}

/**
 * @param {import("./store.js").Store} store
 * @param {string[]} units
 */
async function switchOff(store, units) {
  const { model } = store.state;
  try {
    const [{ isUnit }, { primaryGrid }] = await Promise.all([
      import("./labs/ablation.js"),
      import("./geometry.js"),
    ]);
    const { primary_types: types, classes } = model.config;
    const sizes = { types, ...primaryGrid(model.config), classes };
    const unknown = units.find((unit) => !isUnit(unit, sizes));
    if (unknown) tell(store, `invalid off in the link: "${unknown}" is no part of ${model.name}`);
    else if (store.state.model === model) store.update({ off: [...new Set(units)].sort() });
  } catch (error) {
    tell(store, `The parts of this link could not be switched off: ${wordsOf(error)}`);
  }
}

/**
 * @param {import("./store.js").Store} store
 * @param {number} index
 */
async function openSample(store, index) {
  const { model } = store.state;
  try {
    const { tensors } = await getSamples({ model: model.name, offset: String(index), limit: "1" });
    const pixels = /** @type {Uint8Array} */ (tensors.images.data).slice();
    const name = `test picture ${index}, labelled ${model.class_names[Number(tensors.labels.data[0])]}`;
    const { held } = store.state;
    store.update({ input: { kind: "pixels", pixels, name, index } });
    // Another input lets go of the capsule in hand, but here both come from the link.
    store.update({ held });
  } catch (error) {
    tell(store, `The test picture of this link could not be opened: ${wordsOf(error)}`);
  }
}

/**
 * Tells a problem of the link, after those that are told already.
 * @param {import("./store.js").Store} store
 * @param {string} problem
 */
function tell(store, problem) {
  const { problem: told } = store.state;
  const message = told?.lasting ? `${told.message}; ${problem}` : problem;
  store.update({ problem: { message, lasting: true } });
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
