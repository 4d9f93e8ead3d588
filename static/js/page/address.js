/** Keeps the address bar and the store in step, so that a link shows what its sender saw. */

import { getSamples } from "../server/api.js";
import { capsuleValues } from "../state/capsule-edit.js";
import { lastingProblem, wordsOf } from "../state/problem.js";
import { chooseModel, openStage, quantityOf, TABS } from "../state/state.js";
import { decodePixels, encodePixels } from "../drawing/link-code.js";
import { decode, encode, replace, startHistory } from "../drawing/strokes.js";
import { LONGEST_LINK, readState, writeState } from "../state/url-fields.js";

/** Milliseconds of rest before the address changes: browsers limit how often it may. */
const REST = 300;
const STROKES = /** @type {const} */ ({ kind: "strokes" });

/**
 * What the address says of the state; what cannot be, it says in `problem`.
 * @param {import("../state/state.js").Model[]} models
 * @param {import("../state/state.js").Model} first the network that is shown unless the address names one
 * @returns {Partial<import("../state/state.js").State>}
 */
export function stateFromUrl(models, first) {
  const named = new URLSearchParams(location.search).get("model");
  const model = models.find(({ name }) => name === named) ?? first;
  const { state, problems } = readState(location.search, {
    models: models.map(({ name }) => name),
    classes: model.config.classes,
    dimensions: model.config.digit_dimensions,
    pixels: model.image.height * model.image.width * model.image.channels,
  });
  const { stage, tab, routing, iteration, step, quantity, center, theme, digit, dims } = state;
  const pixels = state.pixels === null ? null : decodePixels(state.pixels);
  const drawing = state.drawing === null ? null : decode(state.drawing);
  return {
    model,
    ...openStage(stage, TABS[stage]?.includes(tab ?? "") ? tab : null),
    routing,
    step,
    quantity: quantity ?? quantityOf(step),
    center,
    theme,
    digit,
    switches: state.switches,
    lab: state.lab,
    hidden: state.hide,
    iteration: iteration === null ? null : iteration - 1,
    ...(drawing ? { drawing: startHistory(drawing) } : {}),
    ...(pixels ? { input: { kind: "pixels", pixels, name: "pixels of a link", index: null } } : {}),
    ...(dims && digit !== null
      ? { held: { digit, values: dims, moving: false, past: [], future: [] } }
      : {}),
    ...(problems.length > 0 ? { problem: { message: problems.join("; "), owner: null } } : {}),
  };
}

/**
 * A link to a view, and in words what it does not carry of it; null where it carries all.
 * @param {import("../state/url-fields.js").UrlState} fields
 * @param {Pick<import("../state/state.js").State, "input" | "drawing">} state
 * @param {string} start of the address, before its query
 * @returns {{href: string, missing: string | null}}
 */
export function linkTo(fields, { input, drawing }, start) {
  // An empty text stands for an empty drawing, or for one that has more than a text can hold.
  const full = fields.drawing === "" && drawing.present.strokes.length > 0;
  const held = full ? { ...fields, drawing: null } : fields;
  const { search, left } = fitting(held, LONGEST_LINK - start.length);
  const most = `a link of ${LONGEST_LINK.toLocaleString("en")} characters`;
  const words = [
    input.kind === "picture" && "A link cannot carry a picture of yours: it has too many pixels.",
    (full || left.includes("drawing")) && `This drawing has too many strokes for ${most}.`,
    left.includes("pixels") && `These pixels are too many for ${most}.`,
    left.includes("off") && `More parts are switched off than there is room for in ${most}.`,
    left.includes("lab") && `The state of this lab is too long for ${most}.`,
  ].filter(Boolean);
  return { href: start + search, missing: words.length > 0 ? words.join(" ") : null };
}

/** What a link goes without where it would be too long, the first of them first. */
const LARGE = /** @type {const} */ (["drawing", "pixels", "off", "lab"]);

/**
 * The query of a state, without what there is no room for, and the names of that.
 *
 * @param {import("../state/url-fields.js").UrlState} state
 * @param {number} room in characters
 * @returns {{search: string, left: (typeof LARGE)[number][]}}
 */
export function fitting(state, room) {
  /** @type {(typeof LARGE)[number][]} */
  const left = [];
  let kept = state;
  let search = writeState(kept);
  for (const name of LARGE) {
    if (search.length <= room) break;
    if (kept[name] === null) continue;
    left.push(name);
    kept = { ...kept, [name]: null };
    search = writeState(kept);
  }
  return { search, left };
}

/** @typedef {ReturnType<typeof followUrl>} Address */

/** What the address says of the state. */
const WRITTEN = /** @type {(keyof import("../state/state.js").State)[]} */ ([
  ...[
    "model",
    "stage",
    "tab",
    "drawing",
    "input",
    "routing",
    "iteration",
    "step",
    "quantity",
    "digit",
  ],
  ...["center", "held", "pinned", "off", "theme", "switches", "lab"],
]);

/** What makes another place of the page, to go back from: to let go of a unit does, too. */
const PLACE = /** @type {const} */ (["stage", "tab", "model", "pinned"]);

/**
 * Opens the test picture and pins the unit that the address names, and from then on writes the state
 * to the address; returns what makes links. A person goes back to the stage, the sub-tab, the network
 * and the pinned unit before, as they were left: any other change is of the same place.
 * @param {import("../state/store.js").Store} store
 * @param {import("../state/state.js").Model} first the network that an address without one means
 * @param {import("../drawing/strokes.js").History} unchanged the drawing that an address without one
 *   means
 */
export function followUrl(store, first, unchanged) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const opened = unchanged.present;
  const named = new URLSearchParams(location.search).has("drawing");
  let shown = store.state; // at the last change
  /** The place that is left by what happens now, in as many steps as it takes. */
  let left = /** @type {import("../state/state.js").State | null} */ (null);
  let arriving = false; // whether the address changes the state, not a person
  let arrivals = 0; // how often a person went back or forward
  let writing = Promise.resolve();

  // Who opens a link to a unit is told of it in full; who goes back to one chose that before.
  openParts(store, (patch) => arrive("pinned" in patch ? { ...patch, sheet: true } : patch));
  store.watch(WRITTEN, () => {
    const before = shown;
    shown = store.state;
    if (left) return;
    const unwritten = timer !== undefined;
    clearTimeout(timer);
    timer = undefined;
    if (arriving || isSamePlace(before, shown)) return writeLater();
    left = before;
    queueMicrotask(() => {
      left = null;
      const after = store.state;
      if (isSamePlace(before, after)) return writeLater();
      inTurn(async () => {
        const links = [await link(before), await link(after)];
        if (unwritten) history.replaceState(null, "", links[0].href);
        history.pushState(null, "", links[1].href);
      });
    });
  });
  addEventListener("popstate", () => {
    arrivals++;
    const said = saidNow(store.state, first, opened);
    arrive(said);
    // Another drawing lets go of the capsule in hand, but here both come from the address.
    arrive({ held: said.held });
    openParts(store, arrive);
  });

  /** @type {Arrive} */
  function arrive(patch) {
    arriving = true;
    store.update(patch);
    arriving = false;
  }

  function writeLater() {
    timer = setTimeout(() => {
      timer = undefined;
      const here = arrivals;
      inTurn(async () => {
        const { href } = await link();
        // Who has gone on meanwhile is at an address of its own.
        if (here === arrivals && href !== location.href) history.replaceState(null, "", href);
      });
    }, REST);
  }

  /** @param {() => Promise<void>} write */
  function inTurn(write) {
    writing = writing
      .then(write)
      .catch((error) => tell(store, `The address could not be kept up: ${wordsOf(error)}`));
  }

  /**
   * A link to what the page shows, or would show after some changes.
   * @param {Partial<import("../state/state.js").State>} [changes]
   */
  async function link(changes = {}) {
    const state = { ...store.state, ...changes };
    const isDrawn = named || encode(state.drawing.present) !== encode(opened);
    const fields = await fieldsOf(state, first, isDrawn);
    return linkTo(fields, state, location.origin + location.pathname);
  }

  return { link };
}

/**
 * What an address says of a state.
 * @param {import("../state/state.js").State} state
 * @param {import("../state/state.js").Model} first the network that an address without one means
 * @param {boolean} isDrawn whether the drawing is another than an address without one means
 * @returns {Promise<import("../state/url-fields.js").UrlState>}
 */
async function fieldsOf(state, first, isDrawn) {
  const { input, held, pinned, switches, lab, hidden } = state;
  const byHand = input.kind === "pixels" && input.index === null;
  return {
    model: state.model === first ? null : state.model.name,
    stage: state.stage,
    tab: state.tab,
    drawing: isDrawn && input.kind === "strokes" ? encode(state.drawing.present) : null,
    sample: input.kind === "pixels" ? input.index : null,
    pixels: byHand ? encodePixels(input.pixels) : null,
    routing: state.routing,
    iteration: state.iteration === null ? null : state.iteration + 1,
    step: state.step,
    quantity: state.quantity === quantityOf(state.step) ? null : state.quantity,
    digit: held ? held.digit : state.digit,
    center: state.center,
    dims: held ? capsuleValues(state) : null,
    unit: pinned && (await unitWords()).unitText(pinned),
    off: state.off.length > 0 ? state.off.join(".") : null,
    theme: state.theme,
    ...{ switches, lab, hide: hidden },
  };
}

/**
 * Whether a person who goes back need not come between two states.
 * @param {import("../state/state.js").State} before
 * @param {import("../state/state.js").State} after
 */
function isSamePlace(before, after) {
  return PLACE.every((key) => JSON.stringify(before[key]) === JSON.stringify(after[key]));
}

/**
 * @typedef {(patch: Partial<import("../state/state.js").State>) => void} Arrive updates the state by
 *   what the address says
 */

/**
 * Opens and pins what the address only names: what that is comes from elsewhere.
 * @param {import("../state/store.js").Store} store
 * @param {Arrive} arrive
 */
function openParts(store, arrive) {
  const { sample, unit, off } = readState(location.search).state;
  const { input } = store.state;
  const open = input.kind === "pixels" && input.index === sample;
  if (sample !== null && !open) void openSample(store, sample);
  if (unit !== null) void pinUnit(store, unit, arrive);
  if (off !== null) void switchOff(store, off.split("."));
}

/**
 * The whole state that the address means, with a drawing that can be undone.
 * @param {import("../state/state.js").State} state
 * @param {import("../state/state.js").Model} first
 * @param {import("../drawing/strokes.js").Drawing} opened the drawing that an address without one means
 */
function saidNow(state, first, opened) {
  const said = stateFromUrl(state.models, first);
  const { model = first } = said;
  const sample = readState(location.search).state.sample;
  const { drawing, input } = state;
  // A picture of a person's own is in no address: where that names no other, it stays.
  const stays =
    input.kind === "picture"
      ? !said.drawing && !said.input && sample === null
      : input.kind === "pixels" && sample !== null && input.index === sample;
  const present = said.drawing?.present ?? opened;
  const same = stays || encode(present) === encode(drawing.present);
  return {
    ...(model === state.model ? { pinned: null, off: [] } : chooseModel(model)),
    problem: null,
    returned: state.returned + 1,
    held: null,
    input: input.kind === "strokes" ? input : STROKES,
    ...said,
    ...{ theme: state.theme, hidden: state.hidden }, // they are of no stage
    ...(stays ? { input } : {}),
    drawing: same ? drawing : replace(drawing, present),
  };
}

/** What names units: it comes after the first picture, with the inspector. */
function unitWords() {
  return import("../network/units.js");
}

/**
 * @param {import("../state/store.js").Store} store
 * @param {string} text
 * @param {Arrive} arrive
 */
async function pinUnit(store, text, arrive) {
  const { model } = store.state;
  try {
    const { unitFromText } = await unitWords();
    const { unit, expected } = unitFromText(text, model);
    if (store.state.model !== model) return; // Another network was chosen in the meantime.
    if (unit) arrive({ pinned: unit });
    else tell(store, `invalid unit in the link: "${text}" (expected ${expected})`);
  } catch (error) {
    tell(store, `The unit of this link could not be pinned: ${wordsOf(error)}`);
  }
}

/**
 * @param {import("../state/store.js").Store} store
 * @param {string[]} units
 */
async function switchOff(store, units) {
  const { model } = store.state;
  try {
    const [{ isUnit }, { primaryGrid }] = await Promise.all([
      import("../network/switched-off.js"),
      import("../network/receptive-fields.js"),
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
 * @param {import("../state/store.js").Store} store
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
 * @param {import("../state/store.js").Store} store
 * @param {string} problem
 */
function tell(store, problem) {
  store.update(lastingProblem(store.state, problem));
}
