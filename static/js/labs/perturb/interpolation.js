/** The way from one capsule to another, as the decoder draws it. */

import { choice, element } from "../../widgets/dom.js";
import { setValues } from "../../state/capsule-edit.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { shownDigit } from "../../state/state.js";
import { createEnds } from "./interpolation-ends.js";
import { postInterpolate } from "../../server/lab-api.js";
import { labState, withLabState } from "../../state/lab-state.js";

/** Points of the way, both ends included. */
const STEPS = 11;
/** Milliseconds of rest before the pictures are asked for. */
const REST = 120;

/** @typedef {"straight" | "length"} Path */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function mountWay(store, samples) {
  const { model } = store.state;
  const { class_names: names, config, image } = model;
  const { digit_dimensions: dimensions, classes } = config;
  const { height: rows, width: columns, channels } = image;
  const size = channels * rows * columns;
  const ends = createEnds(store, samples);
  const kept = labState(store.state, "perturb");
  /** Codes of the two ends. */
  const codes = [kept.from ?? "shown", kept.to ?? "s5"];
  /** @type {Path} */
  let path = kept.path === "length" ? "length" : "straight";
  let at = /^(\d|10)$/.test(kept.at ?? "") ? Number(kept.at) : (STEPS - 1) / 2;
  /** What is shown now. @type {{images: Float32Array, digits: Float32Array} | null} */
  let way = null;
  let shown = new Float32Array(size);
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const selects = ["From", "To"].map((name, place) => {
    const select = element("select", {
      "aria-label": `${name}: an end of the way`,
      onchange: () => take(place, select.value),
    });
    const keep = element(
      "button",
      {
        type: "button",
        title: "Keep the capsule that is shown, whatever is drawn next",
        "aria-label": `${name}: keep the capsule that is shown`,
        onclick: async () => {
          const end = await ends.find("shown");
          if (end) take(place, ends.code(end));
        },
      },
      "keep",
    );
    return { select, root: element("span", { class: "row" }, name, select, keep) };
  });
  const paths = choice(
    "How it goes",
    /** @type {{value: Path, text: string, title: string}[]} */ ([
      { value: "straight", text: "straight", title: "Evenly from one to the other" },
      { value: "length", text: "length kept", title: "The same directions, lengthened" },
    ]),
    (value) => {
      path = value;
      showEnds();
      write({ path: value === "straight" ? null : value });
      soon();
    },
  );
  const slider = element("input", {
    type: "range",
    ...{ min: 0, max: STEPS - 1, step: 1, value: at, "aria-label": "Place on the way" },
    oninput: () => go(slider.valueAsNumber),
  });
  const words = element("p", { class: "quiet", "data-way": "" });
  const use = element("button", { type: "button", onclick: takeNumbers }, "Take its numbers");
  const large = createPicture({
    label: "What the decoder draws at this place of the way",
    layout: tileLayout({ count: 1, rows, columns, across: 1 }),
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${shown[row * columns + column].toFixed(3)}`,
  });
  large.canvas.dataset.picture = "way";
  const film = createPicture({
    label: `The way in ${STEPS} pictures`,
    layout: tileLayout({ count: STEPS, rows, columns, across: STEPS, gap: 2 }),
    byTile: true,
    describe: ({ index }) => tellPlace(index),
    choose: ({ index }) => go(index),
  });
  film.canvas.dataset.picture = "way-film";

  /**
   * @param {number} place
   * @param {string} code
   */
  function take(place, code) {
    codes[place] = code;
    showEnds();
    write({
      from: codes[0] === "shown" ? null : codes[0],
      to: codes[1] === "s5" ? null : codes[1],
    });
    soon();
  }

  /** @param {Record<string, string | number | null>} changes */
  function write(changes) {
    store.update(withLabState(store.state, "perturb", changes));
  }

  /** @param {number} index */
  function go(index) {
    at = index;
    write({ at: index === (STEPS - 1) / 2 ? null : index });
    show();
  }

  /** The capsules of a place that are not empty. @param {number} index */
  function capsulesAt(index) {
    if (!way) return [];
    const digits = way.digits.subarray(
      index * classes * dimensions,
      (index + 1) * classes * dimensions,
    );
    return names
      .map((name, digit) => ({
        name,
        digit,
        values: [...digits.subarray(digit * dimensions, (digit + 1) * dimensions)],
      }))
      .map((each) => ({ ...each, length: Math.hypot(...each.values) }))
      .filter(({ length }) => length > 0);
  }

  /** @param {number} index */
  function tellPlace(index) {
    const lengths = capsulesAt(index).map(
      ({ name, length }) => `capsule ${name} ${length.toFixed(3)}`,
    );
    return `${Math.round((100 * index) / (STEPS - 1))} % of the way: length of ${lengths.join(", ")}`;
  }

  /** Puts the numbers of this place on the sliders, where they are those of one capsule. */
  function takeNumbers() {
    const [only] = capsulesAt(at);
    const digit = store.state.held?.digit ?? shownDigit(store.state);
    if (only.digit !== digit) store.update({ digit: only.digit });
    store.update(setValues(store.state, only.values));
  }

  function showEnds() {
    const choices = ends.choices();
    selects.forEach(({ select }, place) => {
      const code = codes[place];
      const all = choices.some((each) => each.code === code)
        ? choices
        : [...choices, { code, text: `capsule ${names[Number(code.split("_")[1])] ?? "?"}, kept` }];
      select.replaceChildren(
        ...all.map((each) => element("option", { value: each.code }, each.text)),
      );
      select.value = code;
    });
    paths.show(path);
  }

  function show() {
    slider.value = String(at);
    if (!way) return;
    film.paintImage(way.images);
    film.outline([{ tile: at, row: 0, column: 0, height: rows, width: columns, role: "here" }]);
    shown = way.images.slice(at * size, (at + 1) * size);
    large.paintImage(shown);
    words.textContent = tellPlace(at);
    use.disabled = capsulesAt(at).length !== 1;
    use.title = use.disabled
      ? "Here two capsules speak: sliders move one"
      : "Puts these numbers on the sliders";
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), REST);
  }

  async function ask() {
    const number = ++asked;
    try {
      const [start, end] = await Promise.all(codes.map((code) => ends.find(code)));
      if (number !== asked) return;
      if (!start || !end) {
        const place = start ? 1 : 0;
        if (store.state.trace?.model !== model.name || store.state.model !== model) return;
        const problem = `invalid end of the way in the link: "${codes[place].slice(0, 40)}" is no capsule of ${model.title}`;
        store.update({ problem: { message: problem, lasting: true } });
        take(place, place === 0 ? "shown" : "s5");
        return;
      }
      const answer = await postInterpolate({
        model: model.name,
        start: [start.digit, start.values],
        end: [end.digit, end.values],
        steps: STEPS,
        path,
      });
      if (number !== asked) return;
      way = answer;
      root.dataset.shown = String(number);
      show();
    } catch (error) {
      if (number !== asked) return;
      const message = error instanceof Error ? error.message : String(error);
      store.update({ problem: { message, lasting: false } });
    }
  }

  const root = element(
    "section",
    { class: "stack way", "aria-label": "From one capsule to another" },
    element("h3", {}, "From one capsule to another"),
    element("div", { class: "row" }, ...selects.map((each) => each.root), paths.root),
    film.root,
    element(
      "div",
      { class: "way-place" },
      large.root,
      element("div", { class: "stack" }, slider, words, element("div", { class: "row" }, use)),
    ),
    element(
      "p",
      { class: "quiet lab-words" },
      "The decoder reads all capsules at once, so a way between two classes passes points where both speak: nothing that a drawing made, but what the decoder makes of it. " +
        "The straight way passes shorter capsules than its ends are; with the length kept, each point keeps its direction and is as long as its share of the way says.",
    ),
  );
  store.onDispose(() => clearTimeout(timer));
  showEnds();
  store.watch(["trace", "held", "digit"], soon);
  return { root };
}
