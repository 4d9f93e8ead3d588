/** Two digits: one laid over the other, read by a network that was trained on such images. */

import { element, loadStyles } from "../../widgets/dom.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { sampleDrawing } from "../../drawing/samples.js";
import { replace } from "../../drawing/strokes.js";
import { createGiven, indexOf } from "./known-label.js";
import { getPairReaders, postOverlap } from "../../server/lab-api.js";
import { labState, withLabState } from "../../state/lab-state.js";
import { FIRST_SHIFTS, readShifts, REACH, writeShifts } from "./shifts.js";
import { ranked } from "./reading-words.js";
import { createOverlapAnswer } from "./reading.js";
import { createOverlapPictures } from "./pictures.js";
import { createPlacing } from "./placing.js";
import { INKED, isCrossed } from "./pixel-shares.js";
import { createSecondDigit } from "./second-digit.js";
import { readSecond, writeSecond } from "./second-digit-code.js";

export const title = "Which two digits lie over each other?";

const LAB = "two-digits";
/** The digit that lies over the drawing until another is chosen. */
const USUAL = 5;
/** Width of the pen of a drawing that comes from here. */
const PEN = 20;
/** Milliseconds of rest before the drawing's changes are read: the strip comes first. */
const REST = 120;

/** @typedef {import("../../server/lab-api.js").PairReader} PairReader */

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function mount(root, store, samples) {
  void loadStyles("charts");
  const body = element("div", { class: "stack" }, element("p", { class: "quiet" }, "Fetching…"));
  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      "The first digit is your drawing, the second lies over it; where both have ink it adds up. A network that was " +
        "trained on such images has one capsule for each digit, so two can be long at once: it names both, and the " +
        "decoder draws each from its own capsule alone, as in figure 5 of Sabour, Frosst and Hinton (2017).",
    ),
    body,
  );
  getPairReaders().then(
    (networks) => {
      if (root.contains(body)) body.replaceChildren(...mountLab(store, samples, networks));
    },
    (error) => {
      if (root.contains(body))
        body.replaceChildren(element("p", { "data-missing": "" }, error.message));
    },
  );
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {PairReader[]} networks
 */
function mountLab(store, samples, networks) {
  const { model } = store.state;
  const { height, width, channels } = model.image;
  const fitting = networks.filter(
    ({ image }) =>
      channels === 1 && image.height === height + 2 * REACH && image.width === width + 2 * REACH,
  );
  const [first] = fitting;
  if (!first) return [element("p", { "data-missing": "" }, tellMissing(model, networks))];
  const kept = labState(store.state, LAB);
  let network = fitting.find(({ name }) => name === kept.net) ?? first;
  let shifts = readShifts(kept.at ?? "") ?? FIRST_SHIFTS;
  let chosen = readChosen(kept.show, network);
  const given = createGiven(samples);
  /** @type {Awaited<ReturnType<typeof postOverlap>> | null} */
  let answer = null;
  let ended = false;

  const second = createSecondDigit(store, samples, {
    changed(isKept) {
      if (isKept) write();
      void ask();
    },
    swap,
    label: () => named,
  });
  const placing = createPlacing(network.image, (next) => {
    shifts = next;
    write();
    void ask();
  });
  const reading = createOverlapAnswer(network.class_names, (place, digit) => {
    chosen = place === 0 ? [digit, chosen[1]] : [chosen[0], digit];
    write();
    void show();
  });
  const pictures = createOverlapPictures(network.image);
  const facts = element("p", { class: "quiet lab-words", "data-network": "" });
  const networksSelect = element(
    "select",
    {
      "aria-label": "Network for two digits",
      onchange: () => {
        network = fitting.find(({ name }) => name === networksSelect.value) ?? network;
        write();
        void ask();
      },
    },
    ...fitting.map(({ name, title: words }) =>
      element("option", { value: name, selected: name === network.name }, words),
    ),
  );

  /** Writes what a link keeps; what is as at first is left out. */
  function write() {
    const code = writeSecond(second.value);
    const at = writeShifts(shifts);
    const shown = writeChosen(chosen);
    store.update(
      withLabState(store.state, LAB, {
        net: network === first ? null : network.name,
        second: code === `s${usual}` ? null : code,
        at: at === writeShifts(FIRST_SHIFTS) ? null : at,
        show: shown === "x_x" ? null : shown,
      }),
    );
  }

  function swap() {
    const next = second.drawingAsSecond();
    if (!next) return;
    const { value, digit, drawing } = second;
    // Moved first: what follows reads the two where they come to lie.
    const before = shifts;
    shifts = [shifts[1], shifts[0]];
    if (!second.take(next)) {
      shifts = before;
      return;
    }
    chosen = [chosen[1], chosen[0]];
    placing.place(shifts);
    write();
    if (value.kind === "pixels") {
      const { pixels } = value;
      given.remember(pixels, digit);
      const name = "the digit that was the second";
      store.update({ input: { kind: "pixels", pixels, name, index: null } });
    } else if (drawing) {
      const history = replace(store.state.drawing, drawing);
      store.update({ drawing: history, stroke: null, input: { kind: "strokes" } });
    }
  }

  /** The first digit as it was read last, and its class where that is known. */
  let image = new Float32Array(0);
  /** @type {number | null} */
  let named = null;

  const ask = oneAtATime(async () => {
    const { trace } = store.state;
    if (ended || trace?.model !== model.name) return;
    try {
      image = trace.values("image").slice();
      const asked = { model: network.name, first: image, second: await second.image() };
      const label = given.digitOf(store.state);
      const [first_shift, second_shift] = shifts;
      const newest = await postOverlap({ ...asked, first_shift, second_shift });
      named = await label;
      if (ended) return;
      answer = newest;
      await show();
    } catch (error) {
      if (ended) return;
      const message = error instanceof Error ? error.message : String(error);
      store.update({ problem: { message, lasting: false } });
    }
  });

  function show() {
    if (!answer) return;
    const { class_names: names } = network;
    const { parts, lengths, reconstructions } = answer;
    const size = answer.image.length;
    const [one, other] = [parts.subarray(0, size), parts.subarray(size)];
    /** @param {number} digit */
    const drawnOf = (digit) => reconstructions.subarray(digit * size, (digit + 1) * size);
    const shown = whosePictures(lengths, chosen, (pair) =>
      isCrossed([one, other], [drawnOf(pair[0]), drawnOf(pair[1])]),
    );
    placing.paint(parts);
    reading.show({
      ...{ lengths, shown, chosen },
      given: [named, second.digit].map((index) =>
        index === null ? null : indexOf(network, model.class_names[index]),
      ),
      blank: [one, other].map((part) => part.every((ink) => ink < INKED)),
    });
    pictures.show({
      input: answer.image,
      pictures: [drawnOf(shown[0]), drawnOf(shown[1])],
      names: [names[shown[0]], names[shown[1]]],
    });
    facts.textContent = tellNetwork(network);
  }

  const usual = Math.max(
    0,
    samples.findIndex(({ label }) => label === USUAL),
  );
  const known = {
    samples: samples.length,
    size: height * width,
    classes: model.class_names.length,
  };
  const start = kept.second === undefined ? null : readSecond(kept.second, known);
  const wrong = [
    kept.second !== undefined && !start && `second "${kept.second.slice(0, 40)}"`,
    kept.at !== undefined && !readShifts(kept.at) && `places "${kept.at.slice(0, 40)}"`,
    kept.show !== undefined &&
      writeChosen(chosen) !== kept.show &&
      `capsules "${kept.show.slice(0, 40)}"`,
    kept.net !== undefined && kept.net !== network.name && `network "${kept.net.slice(0, 40)}"`,
  ].filter(Boolean);
  if (wrong.length > 0) {
    const message = `invalid in the link: ${wrong.join(", ")} (expected what Share writes of two digits)`;
    store.update({ problem: { message, lasting: true } });
  }
  placing.place(shifts);
  second.open(start ?? { kind: "sample", index: usual });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  store.watch(["trace"], () => {
    const values = store.state.trace?.model === model.name && store.state.trace.values("image");
    // The exact numbers of a drawing come after its preview: the image is the same.
    if (!values || isSame(values, image)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), answer ? REST : 0);
  });
  store.onDispose(() => {
    ended = true;
    clearTimeout(timer);
  });
  return [
    element(
      "div",
      { class: "row", hidden: fitting.length === 1 },
      element("span", { class: "quiet" }, "network"),
      networksSelect,
    ),
    element("div", { class: "columns pair-columns" }, second.root, placing.root, reading.root),
    pictures.root,
    facts,
    element(
      "p",
      { class: "quiet lab-words" },
      "Whose a pixel is follows from the two pictures that the decoder draws, not from the drawing: it is what the two " +
        "capsules claim of the ink, and need not be true. Training showed the network two different digits in every image, " +
        "so it is not asked whether there are one, two or three, and of a lone digit it has seen nothing. One pair is no " +
        "measurement of a network.",
    ),
  ];
}

/**
 * The classes whose pictures are shown: those a person chose, else the longest capsules.
 * @param {Float32Array} lengths
 * @param {readonly (number | null)[]} chosen
 * @param {(pair: [number, number]) => boolean} isCrossed whether the first digit is drawn by the second
 * @returns {[number, number]}
 */
function whosePictures(lengths, chosen, isCrossed) {
  const [one, other] = chosen;
  const left = ranked(lengths).filter((digit) => !chosen.includes(digit));
  if (one !== null) return [one, other ?? left[0]];
  if (other !== null) return [left[0], other];
  const pair = /** @type {[number, number]} */ (left.slice(0, 2));
  return isCrossed(pair) ? [pair[1], pair[0]] : pair;
}

/**
 * @param {string | undefined} text such as `3_x`: a class, and whatever is longest
 * @param {PairReader} network
 * @returns {[number | null, number | null]}
 */
function readChosen(text, { class_names: names }) {
  const [one, other] = (text ?? "").split("_").map((part) => {
    const index = /^\d{1,4}$/.test(part) ? Number(part) : names.length;
    return index < names.length ? index : null;
  });
  return [one ?? null, other ?? null];
}

/** @param {readonly (number | null)[]} chosen */
function writeChosen(chosen) {
  return chosen.map((digit) => digit ?? "x").join("_");
}

/**
 * What the network is and how well it was measured to read, from its checkpoint's card.
 * @param {PairReader} network
 */
function tellNetwork({ title: name, config, image, parameters, measured, dataset }) {
  const { rows, columns } = primaryGrid(config);
  const sizes =
    `${image.height}×${image.width} pixels, Conv1 of ${config.conv1_kernels} kernels, ${config.primary_types} types of ` +
    `${rows}×${columns} primary capsules, ${config.classes} digit capsules, ${config.routing_iterations} routing iterations, ` +
    `${parameters.toLocaleString("en")} parameters`;
  if (!measured) return `${name}, trained on ${dataset}: ${sizes}. Its error was not measured.`;
  const percent = (/** @type {number} */ share) => (100 * share).toFixed(2);
  const [low, high] = measured.interval.map(percent);
  return `${name}, trained on ${dataset}: ${sizes}. Of ${measured.images.toLocaleString("en")} test pairs it read ${percent(measured.errors / measured.images)} % wrong (95 % interval ${low} to ${high} %): not both digits right.`;
}

/**
 * @param {import("../../state/state.js").Model} model
 * @param {readonly PairReader[]} networks
 */
function tellMissing({ title: name, image }, networks) {
  if (networks.length === 0) {
    return "This server has no network for two digits. `python -m model.train multimnist` trains one; the server offers it when it is started again.";
  }
  return `${networks.map((each) => `${each.title} (${each.image.height}×${each.image.width})`).join(", ")} cannot read digits of ${name}, ${image.height}×${image.width} pixels in ${image.channels} ${image.channels === 1 ? "channel" : "channels"}: each has to be ${2 * REACH} pixels larger than a digit. Choose another network in the header.`;
}

/**
 * Runs a job; where it is asked for while it runs, it runs once more at its end.
 * @param {() => Promise<void>} run
 */
function oneAtATime(run) {
  let [busy, again] = [false, false];
  return async () => {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again) {
        again = false;
        await run();
      }
    } finally {
      busy = false;
    }
  };
}

/**
 * @param {Float32Array} one
 * @param {Float32Array} other
 */
function isSame(one, other) {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
