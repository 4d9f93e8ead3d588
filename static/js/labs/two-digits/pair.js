/** The two digits and what is read in them, which all sub-tabs show. */

import { getPairReaders } from "../../server/lab-api.js";
import { lastingProblem, wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { createKnownLabels, digitOfSecond, indexOf } from "./known-label.js";
import { INKED } from "./pixel-shares.js";
import { followBoth } from "./read-both.js";
import { picturesOf, tellMissing } from "./reading-words.js";
import { secondImage } from "./second-image.js";
import { settingsOf, withSettings, wrongIn } from "./settings.js";
import { REACH } from "./shifts.js";

/**
 * @typedef {import("../../server/lab-api.js").PairReader} PairReader
 *
 * @typedef {Object} Pair what a sub-tab is made for
 * @property {import("../../state/store.js").Scope} store
 * @property {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @property {PairReader[]} networks that fit the digits, at least one
 * @property {ReturnType<typeof createKnownLabels>} labels
 * @property {() => import("./settings.js").Settings} settings
 * @property {(changes: Partial<import("./settings.js").Settings>) => void} set
 * @property {() => import("./read-both.js").Reading | null} reading the newest
 *
 * @typedef {Object} Shown what was read, and what of it is shown
 * @property {import("./read-both.js").Reading} reading
 * @property {readonly string[]} names of the classes
 * @property {readonly (number | null)[]} given classes of the two digits, where they are known
 * @property {readonly boolean[]} blank whether nothing was given
 * @property {[Float32Array, Float32Array]} parts each digit alone, as the server placed it
 * @property {readonly [number, number]} shown classes whose pictures are shown
 * @property {[Float32Array, Float32Array]} drawn those pictures
 * @property {import("./reading-words.js").Chosen} chosen those that a person chose
 *
 * @typedef {Object} View of a sub-tab
 * @property {HTMLElement[]} roots
 * @property {HTMLElement[]} tools
 * @property {(shown: Shown) => void} show
 * @property {() => void} [settle] told of other settings
 * @property {() => Promise<Float32Array>} [second] the second digit as the network receives it, where
 *   it is under the pen here
 */

/** What is known of drawings, kept while sub-tabs come and go. @type {Pair["labels"] | null} */
let labels = null;

/**
 * A sub-tab, once the server's networks for two digits are known.
 * @param {(pair: Pair, now: () => void) => View} create `now` reads the two at once
 * @returns {import("../../page/stage-host.js").Mount}
 */
export function mountWith(create) {
  return (root, store, samples, tools) => {
    const body = element("div", { class: "lab two" }, element("p", { class: "quiet" }, "…"));
    root.append(body);
    /** @param {string} words */
    const miss = (words) => body.replaceChildren(element("p", { "data-missing": "" }, words));
    getPairReaders().then(
      (networks) => {
        if (!root.contains(body)) return;
        const fitting = networks.filter(({ image }) => fits(image, store.state.model.image));
        if (fitting.length === 0) return miss(tellMissing(store.state.model, networks));
        const view = mountView(store, samples, fitting, create);
        body.replaceChildren(...view.roots);
        tools.append(element("div", { class: "lab-tools" }, ...view.tools));
      },
      (error) => {
        if (root.contains(body)) miss(wordsOf(error));
      },
    );
  };
}

/**
 * Whether images of a pair have room for two digits.
 * @param {PairReader["image"]} image
 * @param {PairReader["image"]} digit
 */
function fits(image, { height, width, channels }) {
  return channels === 1 && image.height === height + 2 * REACH && image.width === width + 2 * REACH;
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {PairReader[]} networks
 * @param {(pair: Pair, now: () => void) => View} create
 */
function mountView(store, samples, networks, create) {
  const { model } = store.state;
  const { height, width } = model.image;
  const known = { networks, samples, size: height * width, classes: model.class_names.length };
  labels ??= createKnownLabels(samples);
  /** @type {import("./read-both.js").Reading | null} */
  let reading = null;
  /** @type {Pair} */
  const pair = {
    ...{ store, samples, networks, labels },
    settings: () => settingsOf(store.state, known),
    set: (changes) => store.update(withSettings(store.state, known, changes)),
    reading: () => reading,
  };
  const view = create(pair, () => follow.now());

  function show() {
    if (!reading) return;
    const { network, named } = reading;
    const { chosen, second } = pair.settings();
    const { parts, shown, drawn } = picturesOf(reading, chosen);
    const given = [named, digitOfSecond(second, samples, model)].map((index) =>
      index === null ? null : indexOf(network, model.class_names[index]),
    );
    const blank = parts.map((part) => part.every((ink) => ink < INKED));
    view.show({ reading, names: network.class_names, given, blank, parts, shown, drawn, chosen });
  }

  const wrong = wrongIn(store.state, known);
  if (wrong.length > 0) {
    const message = `invalid in the link: ${wrong.join(", ")} (expected what Share writes of two digits)`;
    store.update(lastingProblem(store.state, message));
  }
  store.watch(["lab"], () => {
    view.settle?.();
    show();
  });
  const second = view.second ?? secondImage(pair);
  const follow = followBoth(store, { settings: pair.settings, second, labels }, (newest) => {
    reading = newest;
    show();
  });
  return view;
}
