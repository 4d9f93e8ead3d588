/** Two digits: one laid over the other, read by a network that was trained on such images. */

import { sampleDrawing } from "../../drawing/samples.js";
import { replace } from "../../drawing/strokes.js";
import { getPairReaders } from "../../server/lab-api.js";
import { lastingProblem, wordsOf } from "../../state/problem.js";
import { element, loadStyles } from "../../widgets/dom.js";
import { createKnownLabels, digitOfSecond, indexOf } from "./known-label.js";
import { createOverlapPictures } from "./pictures.js";
import { INKED } from "./pixel-shares.js";
import { createPlacing } from "./placing.js";
import { followBoth } from "./read-both.js";
import { createReading } from "./reading.js";
import { picturesOf, tellMissing, tellNetwork } from "./reading-words.js";
import { createSecondDigit } from "./second-digit.js";
import { secondOf, writeSecond } from "./second-digit-code.js";
import { PEN } from "./second-pad.js";
import { settingsOf, withSettings, wrongIn } from "./settings.js";
import { REACH } from "./shifts.js";

export const title = "Which two digits lie over each other?";

const CAUTION =
  "Whose a pixel is follows from the two pictures that the decoder draws, not from the drawing: it is what the two " +
  "capsules claim of the ink, and need not be true. Training showed the network two different digits in every image, " +
  "so it is not asked whether there are one, two or three, and of a lone digit it has seen nothing. One pair is no " +
  "measurement of a network.";

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
        body.replaceChildren(element("p", { "data-missing": "" }, wordsOf(error)));
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
  const known = {
    ...{ networks: fitting, samples, size: height * width },
    classes: model.class_names.length,
  };
  const settings = () => settingsOf(store.state, known);
  /** @param {Partial<import("./settings.js").Settings>} changes */
  const set = (changes) => store.update(withSettings(store.state, known, changes));
  const labels = createKnownLabels(samples);
  /** @type {import("./read-both.js").Reading | null} */
  let reading = null;

  const second = createSecondDigit(store, samples, {
    second: () => settings().second,
    keep: (next) => set({ second: next }),
    draws: () => follow.now(),
    swap,
    label: () => reading?.named ?? null,
  });
  const placing = createPlacing(first.image, {
    shifts: () => settings().shifts,
    move: (shifts) => set({ shifts }),
  });
  const answer = createReading(first.class_names, (place, digit) => {
    const [one, other] = settings().chosen;
    set({ chosen: place === 0 ? [digit, other] : [one, digit] });
  });
  const pictures = createOverlapPictures(first.image);
  const facts = element("p", { class: "quiet lab-words", "data-network": "" });
  const choice = createNetworkChoice(fitting, (network) => set({ network }));

  /** The second digit becomes the drawing, and the drawing the second digit, where each lies. */
  function swap() {
    const next = secondOf(store.state, reading?.named ?? null);
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

  function show() {
    if (!reading) return;
    const { image, network, named, lengths } = reading;
    const { class_names: names } = network;
    const { chosen } = settings();
    const { parts, shown, drawn } = picturesOf(reading, chosen);
    placing.paint(...parts);
    answer.show({
      ...{ lengths, shown, chosen },
      given: [named, digitOfSecond(second.now(), samples, model)].map((index) =>
        index === null ? null : indexOf(network, model.class_names[index]),
      ),
      blank: parts.map((part) => part.every((ink) => ink < INKED)),
    });
    pictures.show({
      ...{ input: image, pictures: drawn, names: [names[shown[0]], names[shown[1]]] },
    });
    facts.textContent = tellNetwork(network);
  }

  const wrong = wrongIn(store.state, known);
  if (wrong.length > 0) {
    const message = `invalid in the link: ${wrong.join(", ")} (expected what Share writes of two digits)`;
    store.update(lastingProblem(store.state, message));
  }
  store.watch(["lab"], () => {
    placing.show();
    choice.show(settings().network);
    show();
  });
  const follow = followBoth(store, { settings, second: second.image, labels }, (newest) => {
    reading = newest;
    show();
  });
  return [
    choice.root,
    element("div", { class: "columns pair-columns" }, second.root, placing.root, answer.root),
    pictures.root,
    facts,
    element("p", { class: "quiet lab-words" }, CAUTION),
  ];
}

/**
 * The choice of a network, where there are several.
 * @param {readonly PairReader[]} networks
 * @param {(network: PairReader) => void} choose
 */
function createNetworkChoice(networks, choose) {
  const select = element(
    "select",
    {
      "aria-label": "Network for two digits",
      onchange: () => choose(networks[select.selectedIndex]),
    },
    ...networks.map(({ name, title: words }) => element("option", { value: name }, words)),
  );
  return {
    root: element(
      "div",
      { class: "row", hidden: networks.length === 1 },
      element("span", { class: "quiet" }, "network"),
      select,
    ),
    /** @param {PairReader} network */
    show: ({ name }) => void (select.value = name),
  };
}
