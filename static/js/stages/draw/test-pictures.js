/** Drawings and pictures to start from: the bundled ones, and those that the network was tested on. */

import { getSamples } from "../../server/api.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { paintDrawing } from "../../drawing/ink-picture.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";
import { oneTabStop } from "../../widgets/one-tab-stop.js";
import { sampleDrawing, takeSample } from "../../drawing/samples.js";

/** Sample pictures on one page of the browser. */
const PAGE = 40;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function createDrawings(store, samples) {
  const list = thumbs("Sample drawings");
  list.dataset.part = "samples";
  for (const sample of samples) {
    const canvas = element("canvas", { width: 56, height: 56, "aria-hidden": "true" });
    paintDrawing(
      /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
      sampleDrawing(sample, 20),
      null,
    );
    const take = () => store.update(takeSample(store.state, sample));
    list.append(
      element(
        "button",
        {
          type: "button",
          class: "thumb",
          title: sample.name,
          "aria-label": sample.name,
          onclick: take,
        },
        canvas,
      ),
    );
  }
  oneTabStop(list);
  return element("div", {}, element("h3", {}, "Sample drawings"), list);
}

/**
 * The pictures that the network was tested on, where the server has them.
 * @param {import("../../state/store.js").Scope} store
 */
export function createTestDigits(store) {
  const list = thumbs("Test pictures");
  const stop = oneTabStop(list);
  const words = element("p", { class: "quiet", role: "status" });
  const labels = element(
    "select",
    { "aria-label": "Show only one class", onchange: () => void open(0) },
    element("option", { value: "" }, "all classes"),
    ...store.state.model.class_names.map((name, index) =>
      element("option", { value: index }, `only ${name}`),
    ),
  );
  const back = element(
    "button",
    { type: "button", onclick: () => void open(offset - PAGE) },
    "Previous",
  );
  const next = element(
    "button",
    { type: "button", onclick: () => void open(offset + PAGE) },
    "Next",
  );
  const controls = element("div", { class: "row" }, labels, back, next);
  let offset = 0;
  let asked = 0;

  /** @param {number} from */
  async function open(from) {
    const { model } = store.state;
    const number = ++asked;
    try {
      const query = { model: model.name, offset: String(Math.max(0, from)), limit: String(PAGE) };
      const answer = await getSamples(
        labels.value === "" ? query : { ...query, label: labels.value },
      );
      if (number !== asked) return;
      offset = Math.max(0, from);
      show(answer);
    } catch (error) {
      if (number !== asked) return;
      controls.hidden = true;
      words.textContent = wordsOf(error);
    }
  }

  /** @param {import("../../server/safetensors.js").WireMessage} answer */
  function show({ tensors, metadata }) {
    const { model } = store.state;
    const { height, width } = model.image;
    const images = /** @type {Uint8Array} */ (tensors.images.data);
    const indices = tensors.indices.data;
    const count = tensors.images.shape[0];
    const size = images.length / Math.max(1, count);
    list.replaceChildren(
      ...Array.from({ length: count }, (_, place) => {
        const pixels = images.slice(place * size, (place + 1) * size);
        const index = Number(indices[place]);
        const name = `test picture ${index}, labelled ${model.class_names[Number(tensors.labels.data[place])]}`;
        const canvas = element("canvas", { class: "pixels", "aria-hidden": "true" });
        const values = Float32Array.from(pixels, (value) => value / 255);
        putPixels(canvas, imagePixels(values, height * width), width, height);
        const take = () => store.update({ input: { kind: "pixels", pixels, name, index } });
        return element(
          "button",
          { type: "button", class: "thumb", title: name, "aria-label": name, onclick: take },
          canvas,
        );
      }),
    );
    stop.settle();
    const total = Number(metadata.total);
    words.textContent = `${(offset + Math.min(1, count)).toLocaleString("en")} to ${(offset + count).toLocaleString("en")} of ${total.toLocaleString("en")}`;
    back.disabled = offset === 0;
    next.disabled = offset + count >= total;
  }

  void open(0);
  return element(
    "div",
    {},
    element("h3", {}, `${store.state.model.title} test pictures`),
    controls,
    list,
    words,
  );
}

/** @param {string} name */
function thumbs(name) {
  return element("div", { class: "thumbs", role: "group", "aria-label": name });
}
