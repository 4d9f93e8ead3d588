/** The way from one capsule to another, as the decoder draws it. */

import { postInterpolate } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { setValues } from "../../state/capsule-edit.js";
import { lastingProblem } from "../../state/problem.js";
import { shownDigit } from "../../state/state.js";
import { choice, element } from "../../widgets/dom.js";
import { createPlayer } from "../../widgets/player.js";
import { createReadout } from "../../widgets/readout.js";
import { createEnds } from "./interpolation-ends.js";
import { createWayLengths } from "./way-lengths.js";
import { createWayPictures } from "./way-pictures.js";
import { capsulesAt, STEPS, tellPlace, wayOf, withUsualEnd, withWay } from "./way.js";

/** Milliseconds of rest before the pictures are asked for. */
const REST = 120;
const ENDS = /** @type {const} */ ([
  ["from", "From"],
  ["to", "To"],
]);
const PATHS = /** @type {{value: "straight" | "length", text: string, title: string}[]} */ ([
  { value: "straight", text: "straight", title: "Evenly from one to the other" },
  { value: "length", text: "length kept", title: "The same directions, lengthened" },
]);

const SPEEDS = [
  { value: 1000, text: "slow" },
  { value: 500, text: "medium" },
  { value: 250, text: "fast" },
];

/** @typedef {Awaited<ReturnType<typeof postInterpolate>>} Pictures */

/** @type {import("../../page/stage-host.js").Mount} */
export function mountInterpolation(root, store, samples, tools) {
  const { class_names: names, image } = store.state.model;
  const ends = createEnds(store, samples);
  const selects = createEndSelects(store, ends);
  const paths = choice("How it goes", PATHS, (path) =>
    store.update(withWay(store.state, { path })),
  );
  /** @type {Pictures | null} */
  let way = null;
  let shown = 0; // answers
  const capsules = (/** @type {number} */ at) => (way ? capsulesAt(way.digits, at, names) : []);
  const tell = (/** @type {number} */ at) => tellPlace(at, capsules(at));
  const at = () => wayOf(store.state).at;
  const go = (/** @type {number} */ to) => {
    const within = Math.min(STEPS - 1, Math.max(0, to));
    store.update(withWay(store.state, { at: within }));
  };

  const told = createReadout({ "data-told": "" });
  const words = element("p", { class: "quiet", "data-way": "" });
  const use = element("button", { type: "button", onclick: takeNumbers }, "Take its numbers");
  const pictures = createWayPictures(image, { tell, choose: go, told });
  const lengths = createWayLengths(names, {
    choose: go,
    point: (step) => told.tell(step === null || !way ? null : tell(step)),
  });
  const player = createPlayer(
    { at, go, last: () => STEPS - 1, anew: () => at() >= STEPS - 1, changed: show },
    { slider: "Place on the way", steps: ["A step back", "A step on"], speed: "Speed" },
    SPEEDS,
  );
  store.onDispose(player.pause);

  /** Puts the numbers of this place on the sliders, where they are those of one capsule. */
  function takeNumbers() {
    const [{ digit, values }] = capsules(at());
    const shownNow = store.state.held?.digit ?? shownDigit(store.state);
    if (digit !== shownNow) store.update({ digit });
    store.update(setValues(store.state, values));
  }

  function show() {
    selects.show();
    paths.show(wayOf(store.state).path);
    player.show();
    if (!way) return;
    pictures.show(way.images, at());
    lengths.mark(at());
    words.textContent = tell(at());
    use.disabled = capsules(at()).length !== 1;
    use.title = use.disabled
      ? "Here two capsules speak: sliders move one"
      : "Puts these numbers on the sliders";
  }

  const view = element(
    "section",
    { class: "way", "aria-label": "From one capsule to another" },
    element("div", { class: "way-ends" }, ...selects.roots, paths.root),
    element("div", { class: "way-film" }, pictures.film),
    element(
      "div",
      { class: "way-place" },
      element("div", { class: "fit" }, pictures.large),
      element("div", { class: "way-lengths" }, words, lengths.root),
    ),
    told.root,
  );
  root.append(element("div", { class: "way-room" }, view));
  const { back, play, forth, slider, speed } = player;
  tools.append(back, play, forth, slider, speed, use);
  followWay(store, ends, (newest) => {
    way = newest;
    view.dataset.shown = String(++shown);
    lengths.show(newest.digits);
    show();
  });
  store.watch(["lab"], show);
}

/**
 * Two ends to be chosen, and kept.
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof createEnds>} ends
 */
function createEndSelects(store, ends) {
  const { class_names: names } = store.state.model;
  const made = ENDS.map(([end, name]) => {
    const select = element("select", {
      "aria-label": `${name}: an end of the way`,
      onchange: () => store.update(withWay(store.state, { [end]: select.value })),
    });
    const keep = element(
      "button",
      {
        ...{ type: "button", title: "Keep the capsule that is shown, whatever is drawn next" },
        "aria-label": `${name}: keep the capsule that is shown`,
        async onclick() {
          const found = await ends.find("shown");
          if (found) store.update(withWay(store.state, { [end]: ends.code(found) }));
        },
      },
      "keep",
    );
    return { end, select, root: element("span", { class: "way-end" }, name, select, keep) };
  });
  return {
    roots: made.map(({ root }) => root),
    show() {
      const way = wayOf(store.state);
      for (const { end, select } of made) {
        const code = way[end];
        const choices = ends.choices();
        if (choices.every((each) => each.code !== code))
          choices.push({ code, text: `capsule ${names[Number(code.split("_")[1])] ?? "?"}, kept` });
        select.replaceChildren(
          ...choices.map((each) => element("option", { value: each.code }, each.text)),
        );
        select.value = code;
      }
    },
  };
}

/**
 * Keeps the pictures of the way up with its ends; an end that is none is told, and the usual one
 * taken instead.
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof createEnds>} ends
 * @param {(way: Pictures) => void} show
 */
function followWay(store, ends, show) {
  const { model } = store.state;
  let asked = "";
  const { again } = createLatest(store, {
    rest: REST,
    ask: () => (store.state.trace ? ask() : null),
    show(answer) {
      if ("images" in answer) return show(answer);
      const { end, code } = answer;
      const problem = `invalid end of the way in the link: "${code.slice(0, 40)}" is no capsule of ${model.label}`;
      store.update(lastingProblem(store.state, problem));
      store.update(withUsualEnd(store.state, end));
    },
  });

  async function ask() {
    const { path, ...codes } = wayOf(store.state);
    const [start, end] = await Promise.all([ends.find(codes.from), ends.find(codes.to)]);
    if (!start) return { end: /** @type {const} */ ("from"), code: codes.from };
    if (!end) return { end: /** @type {const} */ ("to"), code: codes.to };
    return postInterpolate({
      ...{ model: model.name, steps: STEPS, path },
      ...{ start: [start.digit, start.values], end: [end.digit, end.values] },
    });
  }

  store.watch(["lab"], () => {
    const { at: _, ...way } = wayOf(store.state);
    if (JSON.stringify(way) === asked) return;
    asked = JSON.stringify(way);
    again();
  });
  store.watch(["trace", "held", "digit"], again);
}
