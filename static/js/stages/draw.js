/** Draw: the exact pixels that the network receives, and every way to change them. */

import { getSamples } from "../api.js";
import { grey, lookup } from "../color.js";
import { choice, element } from "../dom.js";
import { paintDrawing } from "../drawing.js";
import { tileLayout } from "../raster.js";
import { sampleDrawing, takeSample } from "../samples.js";
import { replace, transform } from "../strokes.js";
import { createPicture } from "../panels/picture.js";

export const title = "Draw";

/** Sample pictures on one page of the browser. */
const PAGE = 40;
/** The type of files that the server reads. */
const PICTURES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 * @param {import("../samples.js").SampleDrawing[]} samples
 */
export function mount(root, store, samples) {
  root.append(
    element(
      "p",
      { class: "story" },
      "Draw in the card above with a mouse, a pen or a finger. The network never sees the strokes: it receives the small " +
        "picture below, cropped, scaled and centred the way its training digits were.",
    ),
    element(
      "div",
      { class: "columns" },
      pixelEditor(store),
      penAndPose(store),
      element("div", { class: "stack" }, drawings(store, samples), testDigits(store), files(store)),
    ),
  );
}

/**
 * The network's picture, enlarged; its pixels can be set one by one.
 * @param {import("../store.js").Scope} store
 */
function pixelEditor(store) {
  const { height, width } = store.state.model.image;
  const picture = createPicture({
    label: `The ${height} by ${width} pixels that the network receives; Enter turns a pixel's ink on or off`,
    layout: tileLayout({ count: 1, rows: height, columns: width, across: 1, gap: 0 }),
    describe: ({ row, column }) => {
      const value = store.state.trace?.at("image", row, column) ?? 0;
      return `row ${row}, column ${column}: ink ${value.toFixed(3)}`;
    },
    choose: ({ row, column }) => {
      const { trace, input } = store.state;
      if (!trace) return;
      // Pixels set just now may not be in the trace yet.
      const pixels =
        input.kind === "pixels"
          ? input.pixels.slice()
          : Uint8Array.from(trace.values("image"), (value) => Math.round(255 * value));
      const place = row * width + column;
      pixels[place] = pixels[place] > 127 ? 0 : 255;
      store.update({ input: { kind: "pixels", pixels, name: "pixels set by hand", index: null } });
    },
  });
  picture.root.classList.add("editor");
  const words = element("p", { class: "quiet" });
  store.watch(["trace", "input"], () => {
    const { trace, input } = store.state;
    words.textContent =
      input.kind === "strokes"
        ? "From your drawing. Click a pixel to set it."
        : `From ${input.name}.`;
    if (trace) picture.paint(trace.values("image"), { palette: lookup(grey), domain: [0, 1] });
  });
  return element("div", {}, element("h3", {}, "What the network receives"), picture.root, words);
}

/** @param {import("../store.js").Scope} store */
function penAndPose(store) {
  const tool = choice(
    "Tool",
    [
      { value: false, text: "Brush" },
      { value: true, text: "Eraser" },
    ],
    (erase) => store.update({ pen: { ...store.state.pen, erase } }),
  );
  const width = element("input", {
    type: "range",
    min: 4,
    max: 48,
    step: 1,
    oninput: () => store.update({ pen: { ...store.state.pen, width: width.valueAsNumber } }),
  });
  const center = element("input", {
    type: "checkbox",
    onchange: () => store.update({ center: center.checked }),
  });
  store.watch(["pen"], () => {
    tool.show(store.state.pen.erase);
    width.value = String(store.state.pen.width);
  });
  store.watch(["center"], () => void (center.checked = store.state.center));

  /** @type {{name: string, key: "turn" | "scale" | "shear" | "dx" | "dy", low: number, high: number, step: number, none: number, unit: string}[]} */
  const poses = [
    { name: "Turn", key: "turn", low: -180, high: 180, step: 1, none: 0, unit: "°" },
    { name: "Scale", key: "scale", low: 0.3, high: 2, step: 0.05, none: 1, unit: "×" },
    { name: "Shear", key: "shear", low: -1, high: 1, step: 0.05, none: 0, unit: "" },
    { name: "Right", key: "dx", low: -140, high: 140, step: 5, none: 0, unit: "" },
    { name: "Down", key: "dy", low: -140, high: 140, step: 5, none: 0, unit: "" },
  ];
  /** @type {import("../strokes.js").History | null} */
  let before = null; // the drawing that the sliders start from
  /** @type {import("../strokes.js").History | null} */
  let posed = null; // what they made of it
  const sliders = poses.map((pose) => {
    const value = element("span", { class: "number slider-value" });
    const range = element("input", {
      type: "range",
      min: pose.low,
      max: pose.high,
      step: pose.step,
      value: pose.none,
      oninput: apply,
    });
    function apply() {
      before ??= store.state.drawing;
      const amounts = Object.fromEntries(
        sliders.map(({ key, range: each }) => [key, each.valueAsNumber]),
      );
      posed = replace(before, transform(before.present, amounts));
      store.update({ drawing: posed, input: { kind: "strokes" } });
      tell();
    }
    function tell() {
      value.textContent = `${range.value}${pose.unit}`;
    }
    tell();
    return {
      ...pose,
      range,
      tell,
      row: element(
        "label",
        { class: "slider" },
        element("span", { class: "slider-name wide" }, pose.name),
        range,
        value,
      ),
    };
  });
  store.watch(["drawing"], () => {
    // Another stroke or an undo is another drawing to start from.
    if (store.state.drawing === posed) return;
    before = posed = null;
    for (const { range, none, tell } of sliders) {
      range.value = String(none);
      tell();
    }
  });

  return element(
    "div",
    { class: "stack" },
    element("h3", {}, "Pen"),
    element("div", { class: "row" }, tool.root),
    element(
      "label",
      { class: "slider" },
      element("span", { class: "slider-name wide" }, "Width"),
      width,
    ),
    element("h3", {}, "Move the drawing"),
    ...sliders.map(({ row }) => row),
    element("label", { class: "check" }, center, " Centre it the way MNIST was"),
    element(
      "p",
      { class: "quiet" },
      "With centring on, moving and scaling change nothing: that is what it is for. Switch it off to see how an off-centre digit fares.",
    ),
  );
}

/**
 * @param {import("../store.js").Scope} store
 * @param {import("../samples.js").SampleDrawing[]} samples
 */
function drawings(store, samples) {
  const list = element("div", { class: "thumbs" });
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
  return element("div", {}, element("h3", {}, "Sample drawings"), list);
}

/**
 * The pictures that the network was tested on, where the server has them.
 * @param {import("../store.js").Scope} store
 */
function testDigits(store) {
  const list = element("div", { class: "thumbs" });
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
      words.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {import("../wire.js").WireMessage} answer */
  function show({ tensors, metadata }) {
    const { model } = store.state;
    const { height, width } = model.image;
    const images = /** @type {Uint8Array} */ (tensors.images.data);
    const indices = tensors.indices.data;
    const count = tensors.images.shape[0];
    const size = images.length / Math.max(1, count);
    const ink = lookup(grey);
    list.replaceChildren(
      ...Array.from({ length: count }, (_, place) => {
        const pixels = images.slice(place * size, (place + 1) * size);
        const index = Number(indices[place]);
        const name = `test picture ${index}, labelled ${model.class_names[Number(tensors.labels.data[place])]}`;
        const canvas = element("canvas", { width, height, class: "pixels", "aria-hidden": "true" });
        const picture = new ImageData(
          new Uint8ClampedArray(
            Uint32Array.from(pixels.subarray(0, height * width), (value) => ink[value]).buffer,
          ),
          width,
          height,
        );
        canvas.getContext("2d")?.putImageData(picture, 0, 0);
        const take = () => store.update({ input: { kind: "pixels", pixels, name, index } });
        return element(
          "button",
          { type: "button", class: "thumb", title: name, "aria-label": name, onclick: take },
          canvas,
        );
      }),
    );
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

/** @param {import("../store.js").Scope} store */
function files(store) {
  const file = element("input", {
    type: "file",
    accept: PICTURES,
    "aria-label": "Picture of a digit",
    onchange: () => take(file.files?.[0]),
  });

  /** @param {Blob | null | undefined} blob */
  function take(blob) {
    if (!blob) return;
    const name = blob instanceof File && blob.name ? blob.name : "a pasted picture";
    store.update({ input: { kind: "picture", blob, name } });
  }
  /** @param {ClipboardEvent} event */
  const onPaste = (event) => take([...(event.clipboardData?.files ?? [])][0]);
  /** @param {DragEvent} event */
  const onDrop = (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  };
  /** @param {DragEvent} event */
  const onDragOver = (event) => event.preventDefault();
  document.addEventListener("paste", onPaste);
  document.addEventListener("drop", onDrop);
  document.addEventListener("dragover", onDragOver);
  store.onDispose(() => {
    document.removeEventListener("paste", onPaste);
    document.removeEventListener("drop", onDrop);
    document.removeEventListener("dragover", onDragOver);
  });
  return element(
    "div",
    {},
    element("h3", {}, "A picture of yours"),
    file,
    element(
      "p",
      { class: "quiet" },
      "Or paste one, or drop it anywhere on this page. It goes to your own server only and is not kept.",
    ),
  );
}
