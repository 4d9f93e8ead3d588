/** The second of two digits: a sample, or a drawing that was put aside. */

import { postTrace } from "../api.js";
import { element } from "../dom.js";
import { traceRequest } from "../live.js";
import { sampleDrawing } from "../samples.js";
import { replace, startHistory } from "../strokes.js";
import { Trace } from "../trace.js";
import { labState, withLabState } from "./lab-state.js";
import { pin, readPinned } from "./pinned.js";

const LAB = "two-digits";
/** Width of the pen that samples are drawn with. */
const PEN = 20;
/** The sample that is there at first. */
const FIRST = 5;
/** What a drawing that is put aside writes into a link. */
const NONE = { net: null, routing: null, center: null, strokes: null, pixels: null };

/** @typedef {import("./pinned.js").Given} Given */

/**
 * @param {import("../store.js").Scope} store
 * @param {import("../samples.js").SampleDrawing[]} samples
 * @param {() => void} changed told when the second digit is another one
 */
export function createSecondDigit(store, samples, changed) {
  const { model } = store.state;
  // The first of each digit.
  const offered = samples.filter(
    ({ label }, index) => samples.findIndex((each) => each.label === label) === index,
  );
  /** The image that the network for one digit receives of it. @type {Float32Array | null} */
  let image = null;
  let asked = "";

  const select = element(
    "select",
    { "aria-label": "Second digit", onchange: chooseSample },
    element("option", { value: "", hidden: true }, "the drawing put aside"),
    ...offered.map(({ label, name }) => element("option", { value: label }, `sample: ${name}`)),
  );
  const aside = element(
    "button",
    { type: "button", onclick: putAside },
    "Put the drawing aside as the second",
  );
  const swap = element("button", { type: "button", onclick: exchange }, "Swap the two");

  function chooseSample() {
    store.update(withLabState(store.state, LAB, { ...NONE, with: select.value }));
  }

  function putAside() {
    const entries = pin(store.state);
    if (entries) store.update(withLabState(store.state, LAB, { ...NONE, ...entries, with: null }));
    else refuse();
  }

  function exchange() {
    const given = current();
    const entries = pin(store.state);
    if (!given || !entries) return refuse();
    const { drawing, input } = given;
    store.update({
      ...withLabState(store.state, LAB, { ...NONE, ...entries, with: null }),
      ...(input.kind === "strokes" && { drawing: replace(store.state.drawing, drawing.present) }),
      ...{ input, center: given.center, stroke: null },
    });
  }

  function refuse() {
    const message =
      "What the network receives now cannot be put aside: a picture of yours, or a drawing of very many strokes.";
    store.update({ problem: { message, lasting: false } });
  }

  /**
   * What the network for one digit is given of the second.
   * @returns {Given | null}
   */
  function current() {
    const { with: label, ...kept } = labState(store.state, LAB);
    const pinned = kept.net === undefined ? null : readPinned(kept, store.state.models);
    if (pinned) return pinned;
    const sample = offered.find((each) => String(each.label) === (label ?? String(FIRST)));
    if (!sample) return null;
    const drawing = startHistory(sampleDrawing(sample, PEN));
    return {
      ...{ model, routing: null, center: true, stroke: null, drawing },
      input: { kind: "strokes" },
    };
  }

  async function follow() {
    const { with: label, net, center, strokes, pixels } = labState(store.state, LAB);
    const text = JSON.stringify([label, net, center, strokes, pixels]);
    if (text === asked) return;
    asked = text;
    select.value = net === undefined ? (label ?? String(FIRST)) : "";
    const given = current();
    if (!given) {
      store.update(withLabState(store.state, LAB, { ...NONE, with: null }));
      const message = "The second digit of this link is none of this page's.";
      return store.update({ problem: { message, lasting: true } });
    }
    try {
      const { body, type, query } = traceRequest({ ...given, model });
      const answer = await postTrace(body, type, { ...query, fields: "image" });
      if (asked !== text) return;
      image = Trace.fromWire(answer).values("image");
      changed();
    } catch (error) {
      asked = "";
      const message = error instanceof Error ? error.message : String(error);
      store.update({ problem: { message, lasting: false } });
    }
  }

  store.watch(["lab"], () => void follow());
  return {
    root: element("div", { class: "row" }, "Second digit", select, aside, swap),
    get image() {
      return image;
    },
  };
}
