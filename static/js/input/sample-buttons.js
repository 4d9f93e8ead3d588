/**
 * Samples to start from, one for each class: drawings of digits, or pictures that the network was
 * tested on where it knows no digits. Another click gives the next one of the class.
 */

import { element } from "../widgets/dom.js";
import { oneTabStop } from "../widgets/one-tab-stop.js";
import { paintDrawing } from "../drawing/ink-picture.js";
import { classNoun } from "../state/state.js";
import { sampleDrawing, sampleOf, takeSample } from "../drawing/samples.js";
import { paintTestPicture, readTestPictures, takeTestPicture } from "./test-pictures.js";

/** Of the test set, of which the first of each class are offered. */
const PICTURES = 100;
/** Pixels on a side of a button's drawing, and the width of its lines, to be seen so small. */
const SIDE = 48;
const LINE = 30;

/**
 * @typedef {import("../state/store.js").Scope} Scope
 * @typedef {import("../drawing/samples.js").SampleDrawing} SampleDrawing
 *
 * @param {HTMLElement} root
 * @param {Scope} store
 * @param {SampleDrawing[]} samples
 */
export function mount(root, store, samples) {
  root.setAttribute("role", "group");
  const stop = oneTabStop(root);

  /**
   * @param {string} label of the group
   * @param {HTMLButtonElement[]} buttons
   */
  function show(label, buttons) {
    root.setAttribute("aria-label", label);
    root.replaceChildren(...buttons);
    stop.settle();
  }

  store.watch(["model"], () => {
    const { model } = store.state;
    const drawings = () => show("Sample drawings", createDrawings(store, samples));
    if (classNoun(model) === "digit") return drawings();
    root.replaceChildren();
    readTestPictures(model, { limit: PICTURES }).then(
      ({ pictures }) => {
        if (store.state.model === model)
          show("Sample pictures", createPictures(store, pictures, model));
      },
      // They are not on the server: digits are all there is, and the pad says that they are unknown.
      () => void (store.state.model === model && drawings()),
    );
  });
}

/**
 * @param {Scope} store
 * @param {SampleDrawing[]} samples
 */
function createDrawings(store, samples) {
  const labels = [...new Set(samples.map(({ label }) => label))];
  return labels.map((label) => {
    const own = samples.filter((sample) => sample.label === label);
    const canvas = element("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    paintDrawing(context, sampleDrawing(own[0], LINE), null);
    return createButton(`a ${label}`, own.length, canvas, () => {
      const { input, drawing } = store.state;
      const shown = input.kind === "strokes" ? sampleOf(drawing.present, own) : null;
      store.update(takeSample(store.state, after(own, shown)));
    });
  });
}

/**
 * @param {Scope} store
 * @param {import("./test-pictures.js").TestPicture[]} pictures
 * @param {import("../state/state.js").Model} model
 */
function createPictures(store, pictures, model) {
  return model.class_names.flatMap((name, label) => {
    const own = pictures.filter((picture) => picture.label === label);
    if (own.length === 0) return [];
    return createButton(name, own.length, paintTestPicture(own[0], model), () => {
      const { input } = store.state;
      const shown = own.find(({ index }) => input.kind === "pixels" && input.index === index);
      store.update(takeTestPicture(after(own, shown)));
    });
  });
}

/**
 * @param {string} what
 * @param {number} count of samples that it stands for
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onclick
 */
function createButton(what, count, canvas, onclick) {
  const title = count > 1 ? `Sample: ${what}; again for another` : `Sample: ${what}`;
  return element(
    "button",
    { type: "button", class: "sample", title, "aria-label": `Sample: ${what}`, onclick },
    canvas,
  );
}

/**
 * The one after another, the first after the last.
 * @template Sample
 * @param {Sample[]} all
 * @param {Sample | null | undefined} shown
 */
function after(all, shown) {
  return all[shown ? (all.indexOf(shown) + 1) % all.length : 0];
}
