/** One map of Conv1, its kernel, and the drawing with the patch that makes the chosen cell. */

import { tileLayout } from "../../graphics/raster.js";
import { conv1Patch } from "../../network/receptive-fields.js";
import { shownUnit } from "../../state/state.js";
import { choice, element } from "../../widgets/dom.js";
import { createInputPicture } from "../../widgets/input-picture.js";
import { createInstrument } from "../../widgets/instrument.js";
import { createLegend } from "../../widgets/legend.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { layerColours, settingsOf } from "./colours.js";
import { tellCell } from "./tell-cell.js";

/**
 * @typedef {import("../../state/store.js").Scope} Scope
 * @typedef {import("./look.js").Look} Look
 */

/** The scope of a range, where the picture is small. @param {boolean} wholeLayer */
const scopeOf = (wholeLayer) => (wholeLayer ? "layer" : "its own");

/**
 * @param {Scope} store
 * @param {Look} look
 */
export function createMap(store, { view, weights, size: { count, rows, columns } }) {
  const title = element("h3", {});
  const picture = createPicture({
    label: "The chosen map, enlarged",
    layout: tileLayout({ count: 1, rows, columns, across: 1 }),
    describe: ({ row, column }) => tellCell(store, view.map, row, column),
    nameTile: () => `map ${view.map}`,
    units: {
      ...{ store, part: "conv1" },
      unit: ({ row, column }) => ({ kind: "conv1", map: view.map, row, column }),
      place: (tile) => (tile === view.map ? 0 : null),
    },
  });
  const legend = createLegend(picture.canvas);

  /**
   * Takes away the cells that the sweep has yet to make.
   * @param {number} first
   */
  function hideFrom(first) {
    const context = picture.canvas.getContext("2d");
    const row = Math.floor(first / columns);
    context?.clearRect(first % columns, row, columns, 1);
    context?.clearRect(0, row + 1, columns, rows);
  }

  return {
    root: createInstrument(title, picture, { legend, name: "conv1-map" }),
    show() {
      const { trace, dark } = store.state;
      if (!trace) return;
      const bias = weights.has([["conv1", 0]]) ? weights.get("conv1").bias : null;
      title.textContent = `Map ${view.map}${bias ? `, bias ${signed(bias[view.map], 3)}` : ""}`;
      const { rectify, wholeLayer } = settingsOf(store.state);
      const shared = { count, dark, wholeLayer, chosen: view.map };
      const { palette, domain } = layerColours(trace.values("conv1"), {
        ...{ ...shared, signed: !rectify, noun: "map" },
      });
      picture.paint(trace.slice("conv1", view.map), { palette, domain, rectify });
      if (view.swept !== null) hideFrom(view.swept);
      legend.show(palette, domain, scopeOf(wholeLayer));
      // While no unit is selected anywhere, the cell that the words speak of is still outlined.
      const { row, column } = view;
      const free = shownUnit(store.state) === null;
      picture.outline(free ? [{ row, column, height: 1, width: 1, role: "here" }] : []);
    },
  };
}

/**
 * @param {Scope} store
 * @param {Look} look
 * @param {Object} [with_]
 * @param {() => void} [with_.changed] told when another channel is shown
 */
export function createKernel(store, { view, weights, size: { count } }, { changed } = {}) {
  const { image, config } = store.state.model;
  const { conv1_kernel_size: size } = config;
  const first = () => (view.map * image.channels + view.channel) * size * size;
  const title = element("h3", {});
  const picture = createPicture({
    label: "Its kernel, enlarged",
    layout: tileLayout({ count: 1, rows: size, columns: size, across: 1 }),
    describe: ({ row, column }) => {
      const at = first() + row * size + column;
      return `row ${row}, column ${column}: weight ${signed(weights.get("conv1").weight[at], 3)}`;
    },
    nameTile: () => `kernel ${view.map}`,
    units: {
      ...{ store, part: "kernels" },
      unit: () => ({ kind: "kernel", map: view.map }),
      // Every cell of it is the kernel: nothing is outlined that is not all of the picture.
      place: () => null,
    },
  });
  const legend = createLegend(picture.canvas);
  const channels = createChannels(image.channels, (channel) => {
    view.channel = channel;
    show();
    changed?.();
  });

  function show() {
    title.textContent = `Kernel ${view.map}`;
    channels?.show(view.channel);
    if (!weights.has([["conv1", 0]])) return;
    const { wholeLayer } = settingsOf(store.state);
    const { weight } = weights.get("conv1");
    const { palette, domain } = layerColours(weight, {
      ...{ count, wholeLayer, dark: store.state.dark },
      ...{ signed: true, chosen: view.map, noun: "kernel" },
    });
    picture.paint(weight, { palette, domain, offset: first() });
    legend.show(palette, domain, scopeOf(wholeLayer));
  }

  const settings = channels ? [channels.root] : [];
  return {
    root: createInstrument(title, picture, { legend, settings, name: "conv1-kernel" }),
    show,
  };
}

/**
 * @param {number} count
 * @param {(channel: number) => void} choose
 */
function createChannels(count, choose) {
  if (count === 1) return null;
  const values = Array.from({ length: count }, (_, value) => ({ value, text: String(value) }));
  return choice("Channel of the kernels", values, choose);
}

/**
 * @param {Scope} store
 * @param {Look} look
 */
export function createDrawing(store, { view }) {
  const picture = createInputPicture(
    store,
    "The drawing, with the patch under the kernel outlined",
  );
  return {
    root: createInstrument("Drawing", picture, { name: "conv1-drawing" }),
    show() {
      const { trace, model } = store.state;
      if (!trace) return;
      picture.paintImage(trace.values("image"));
      const free = shownUnit(store.state) === null;
      picture.outline(free ? [conv1Patch(model.config, view.row, view.column)] : []);
    },
  };
}
