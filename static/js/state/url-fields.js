/**
 * The page's state as a URL's query, and back: one table says how each field is written, read and
 * checked.
 */

import { decode as decodeDrawing, decodePixels } from "../drawing/link-code.js";
import { fromVersion1, withoutLab } from "./old-links.js";
import { FIRST_STAGE, LABS, STAGES, SWITCHES, TABS } from "./state.js";

const PLACES = [...STAGES, .../** @type {Lab[]} */ (Object.keys(LABS))];
const ALL_TABS = Object.values(TABS).flat();
const ROUTING_STEPS = /** @type {const} */ (["logits", "couplings", "sums", "digits", "agreement"]);
const QUANTITIES = /** @type {const} */ (["support", "couplings", "logits", "agreement"]);
const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

/** Of the format: a link of a later one is not guessed at. */
export const VERSION = 2;
/** Characters of the longest link: mail programs and chats cut longer ones. */
export const LONGEST_LINK = 2000;

const MAX_ITERATIONS = 10;
const MAX_INDEX = 9_999_999;
/** Characters of the parts that are switched off: an address is to be pasted. */
export const LONGEST_OFF = 1200;
const DIMENSIONS = 16;
const MAX_DIMENSION = 2;
/** Steps to 1: a slider's value is written as whole thousandths, in two characters. */
const STEPS = 1000;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * @typedef {import("./state.js").Stage} Stage
 * @typedef {import("./state.js").Lab} Lab
 *
 * @typedef {object} UrlState
 * @property {string | null} model name of the checkpoint; null is the server's default
 * @property {Stage} stage the open stage
 * @property {string | null} tab the sub-tab of that stage; null is its first
 * @property {string | null} drawing the strokes, as link-code.js writes them, empty where there are
 *   none; null is the drawing that a page opens with
 * @property {number | null} sample index of a test picture that stands instead of the drawing
 * @property {string | null} pixels set by hand, as link-code.js writes them, that stand instead
 * @property {number | null} routing iterations asked for, from 1; null is the network's own number
 * @property {number | null} iteration the iteration shown, counted from 1; null is the last
 * @property {(typeof ROUTING_STEPS)[number]} step what of that iteration is shown
 * @property {(typeof QUANTITIES)[number] | null} quantity what the routing stage shows of each
 *   capsule; null is what the step is about
 * @property {number | null} digit index of the class looked at; null follows the winner
 * @property {boolean} center whether the drawing is centred the way MNIST was
 * @property {number[] | null} dims the sliders' values, each in [-2, 2]; null where none was moved
 * @property {string | null} unit the pinned unit as network/units.js writes it; whether the network
 *   has it is not known here
 * @property {string | null} off parts of the network that are switched off, as network/switched-off.js names
 *   them, separated by dots; whether the network has them is not known here
 * @property {(typeof THEMES)[number]} theme
 * @property {import("./state.js").State["switches"]} switches settings of stages
 * @property {string | null} lab what the open stage writes of itself; whether it can read it is not
 *   known here
 * @property {readonly string[]} hide names of parts of the page that are hidden; whether there are
 *   such parts is not known here
 *
 * @typedef {object} Context what is known of the server, to check against; all may be left out
 * @property {readonly string[]} [models] names of the models on offer
 * @property {number} [classes] of the model
 * @property {number} [dimensions] of a digit capsule
 * @property {number} [pixels] bytes of an image
 * @property {number} [samples] test pictures on offer
 */

/**
 * @template Value
 * @typedef {object} UrlField
 * @property {Value} initial what holds where the query does not name the field
 * @property {(text: string, context: Context) => Reading<Value>} read
 * @property {(value: Value) => string} write only ever given values other than `initial`
 */

/**
 * @template Value
 * @typedef {object} Reading a value, where there is one, and what was expected, where the text
 *   does not say that
 * @property {Value} [value]
 * @property {string} [expected]
 */

/** @type {{[Name in keyof UrlState]: UrlField<UrlState[Name]>}} */
const FIELDS = {
  model: { initial: null, read: readModel, write: String },
  stage: choice(FIRST_STAGE, PLACES),
  tab: choice(null, ALL_TABS),
  drawing: { initial: null, read: readDrawing, write: String },
  sample: index(({ samples = MAX_INDEX + 1 }) => samples),
  pixels: { initial: null, read: readPixels, write: String },
  routing: iterations(),
  iteration: iterations(),
  step: choice("digits", ROUTING_STEPS),
  quantity: choice(null, QUANTITIES),
  digit: index(({ classes = MAX_INDEX + 1 }) => classes),
  center: { initial: true, read: readFlag, write: (value) => (value ? "1" : "0") },
  dims: { initial: null, read: readDimensions, write: writeDimensions },
  unit: { initial: null, read: readUnit, write: String },
  off: { initial: null, read: readOff, write: String },
  theme: choice("auto", THEMES),
  switches: { initial: Object.freeze({}), read: readSwitches, write: writeSwitches },
  lab: { initial: null, read: readLab, write: String },
  hide: { initial: Object.freeze([]), read: readHide, write: (names) => names.join(".") },
};

const NAMES = /** @type {(keyof UrlState)[]} */ (Object.keys(FIELDS));

/**
 * The state of a page whose URL says nothing.
 *
 * @type {Readonly<UrlState>}
 */
export const INITIAL_STATE = Object.freeze(
  /** @type {UrlState} */ (Object.fromEntries(NAMES.map((name) => [name, FIELDS[name].initial]))),
);

/**
 * The state that a query says, whatever it holds. A number beyond its range is moved to the
 * range's end; anything else that cannot be meant is left out. Either is told in `problems`, in
 * words for people.
 *
 * @param {string} search a URL's query, with or without its question mark
 * @param {Context} [context]
 * @returns {{state: UrlState, problems: string[]}}
 */
export function readState(search, context = {}) {
  const state = { ...INITIAL_STATE };
  if (search.length > LONGEST_LINK) {
    const expected = `at most ${LONGEST_LINK.toLocaleString("en")}`;
    const found = search.length.toLocaleString("en");
    return { state, problems: [`this link has ${found} characters (expected ${expected})`] };
  }
  const said = new URLSearchParams(search);
  const version = said.get("v") ?? String(VERSION);
  if (!/^[12]$/.test(version)) {
    return {
      state,
      problems: [`invalid v in the link: ${shorten(version)} (expected 1 or ${VERSION})`],
    };
  }
  const query = version === "1" ? fromVersion1(said) : withoutLab(said);
  /** @type {string[]} */
  const problems = [];
  /** @template {keyof UrlState} Name @param {Name} name */
  const readField = (name) => {
    const text = query.get(name);
    if (text === null) return;
    const { value, expected } = FIELDS[name].read(text, context);
    if (value !== undefined) state[name] = value;
    if (expected !== undefined) {
      problems.push(`invalid ${name} in the link: ${shorten(text)} (expected ${expected})`);
    }
  };
  NAMES.forEach(readField);
  return { state, problems };
}

/**
 * The query of a state: "?", the format's version and the fields that differ from the initial state;
 * nothing where none does.
 *
 * @param {UrlState} state
 * @returns {string}
 */
export function writeState(state) {
  const query = new URLSearchParams();
  /** @template {keyof UrlState} Name @param {Name} name */
  const writeField = (name) => {
    const { initial, write } = FIELDS[name];
    if (!isSame(state[name], initial)) query.set(name, write(state[name]));
  };
  NAMES.forEach(writeField);
  return query.size > 0 ? `?v=${VERSION}&${query}` : "";
}

/**
 * @template {string} Value
 * @template {Value | null} Initial
 * @param {Initial} initial
 * @param {readonly Value[]} values
 * @returns {UrlField<Value | Initial>}
 */
function choice(initial, values) {
  return {
    initial,
    read: (text) => {
      const value = values.find((each) => each === text);
      return value === undefined ? { expected: values.join(", ") } : { value };
    },
    write: String,
  };
}

/**
 * One of `count` things, counted from 0: another one cannot stand for it, so nothing is clamped.
 *
 * @param {(context: Context) => number} count
 * @returns {UrlField<number | null>}
 */
function index(count) {
  return {
    initial: null,
    read: (text, context) => {
      const value = wholeNumber(text);
      const last = count(context) - 1;
      return value >= 0 && value <= last ? { value } : { expected: `0 to ${last}` };
    },
    write: String,
  };
}

/** @returns {UrlField<number | null>} */
function iterations() {
  return {
    initial: null,
    read: (text) => {
      const value = wholeNumber(text);
      const clamped = Math.min(MAX_ITERATIONS, Math.max(1, value));
      if (clamped === value) return { value };
      const expected = `1 to ${MAX_ITERATIONS}`;
      return Number.isNaN(value) ? { expected } : { value: clamped, expected };
    },
    write: String,
  };
}

/** @type {UrlField<string | null>["read"]} */
function readModel(text, { models }) {
  if (!/^[a-z0-9-]{1,64}$/.test(text)) {
    return { expected: "a name of small letters, digits and hyphens" };
  }
  if (models && !models.includes(text)) return { expected: `one of ${models.join(", ")}` };
  return { value: text };
}

/** @type {UrlField<string | null>["read"]} */
function readDrawing(text) {
  return decodeDrawing(text) ? { value: text } : { expected: "a drawing from Share" };
}

/** @type {UrlField<string | null>["read"]} */
function readPixels(text, { pixels }) {
  return decodePixels(text, pixels) ? { value: text } : { expected: "pixels from Share" };
}

/** @type {UrlField<string | null>["read"]} */
function readLab(text) {
  return /^[a-z0-9][A-Za-z0-9._-]{0,1499}$/.test(text)
    ? { value: text }
    : { expected: "the state of a lab from Share" };
}

/** @type {UrlField<readonly string[]>["read"]} */
function readHide(text) {
  const names = [...new Set(text.split(/[.,]/))];
  return text.length <= 400 && names.every((name) => /^[a-z0-9]{1,20}$/.test(name))
    ? { value: names }
    : { expected: "names of parts, such as tour.glossary" };
}

/** @type {UrlField<import("./state.js").State["switches"]>["read"]} */
function readSwitches(text) {
  const expected = "settings from Share, such as order-mean";
  /** @type {Record<string, string>} */
  const value = {};
  for (const pair of text.split("_")) {
    const [name, chosen] = [pair.slice(0, pair.indexOf("-")), pair.slice(pair.indexOf("-") + 1)];
    if (!Object.hasOwn(SWITCHES, name)) return { expected };
    const values = SWITCHES[/** @type {keyof typeof SWITCHES} */ (name)];
    if (!values.includes(chosen)) return { expected: `${name} one of ${listed(values)}` };
    if (chosen !== values[0]) value[name] = chosen;
  }
  return { value };
}

/** @param {readonly string[]} values */
function listed(values) {
  const shown = values.length > 20 ? [...values.slice(0, 3), "…", values.at(-1)] : values;
  return shown.join(", ");
}

/** @param {import("./state.js").State["switches"]} switches */
function writeSwitches(switches) {
  return Object.entries(switches)
    .map((pair) => pair.join("-"))
    .join("_");
}

/**
 * Values are equal where they are written alike: lists and tables too.
 *
 * @param {unknown} value
 * @param {unknown} initial
 */
function isSame(value, initial) {
  return JSON.stringify(value) === JSON.stringify(initial);
}

/** @type {UrlField<string | null>["read"]} */
function readUnit(text) {
  return /^[a-z0-9]{1,16}(-\d{1,7}){1,4}$/.test(text)
    ? { value: text }
    : { expected: "a unit from Share, such as conv1-18-3-6" };
}

/** @type {UrlField<string | null>["read"]} */
function readOff(text) {
  const part = "(type|position|capsule|class)(-\\d{1,4}){1,3}";
  return text.length <= LONGEST_OFF && new RegExp(`^${part}(\\.${part})*$`).test(text)
    ? { value: text }
    : { expected: "parts of the network from Share, such as type-3.position-2-5" };
}

/** @type {UrlField<boolean>["read"]} */
function readFlag(text) {
  return text === "1" || text === "0" ? { value: text === "1" } : { expected: "0 or 1" };
}

/** @type {UrlField<number[] | null>["read"]} */
function readDimensions(text, { dimensions = DIMENSIONS }) {
  const steps = [...text.slice(0, 2 * dimensions + 1)].map((digit) => DIGITS.indexOf(digit));
  if (text.length !== 2 * dimensions || steps.includes(-1)) {
    return { expected: `the ${dimensions} values of a capsule from Share` };
  }
  const value = Array.from(
    { length: dimensions },
    (_, place) => (64 * steps[2 * place] + steps[2 * place + 1]) / STEPS - MAX_DIMENSION,
  ).map(toStep);
  // The two characters reach a little further than the sliders do.
  return value.every((each) => each <= MAX_DIMENSION)
    ? { value }
    : {
        value: value.map((each) => Math.min(MAX_DIMENSION, each)),
        expected: `values of -${MAX_DIMENSION} to ${MAX_DIMENSION}`,
      };
}

/** @param {number[] | null} values */
function writeDimensions(values) {
  return (values ?? [])
    .map((value) => {
      const within = Math.min(MAX_DIMENSION, Math.max(-MAX_DIMENSION, value));
      const steps = Math.round((within + MAX_DIMENSION) * STEPS);
      return DIGITS[steps >> 6] + DIGITS[steps & 63];
    })
    .join("");
}

/** @param {number} value */
function toStep(value) {
  return Math.round(value * STEPS) / STEPS;
}

/**
 * @param {string} text
 * @returns {number} NaN where it is none
 */
function wholeNumber(text) {
  return /^-?\d{1,15}$/.test(text) ? Number(text) + 0 : Number.NaN;
}

/**
 * The text in quotes, cut where it is too long to be shown.
 *
 * @param {string} text
 */
function shorten(text) {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
