/** The kernels of Conv1, each at its map's place, and beside them one of them with its map. */

import { tileLayout } from "../../graphics/raster.js";
import { element } from "../../widgets/dom.js";
import { createInstrument } from "../../widgets/instrument.js";
import { createLegend } from "../../widgets/legend.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { layerColours, settingsOf } from "./colours.js";
import { createLook } from "./look.js";
import { createKernel, createMap } from "./one-map.js";
import { createPlaces } from "./places.js";
import { createSettings } from "./settings.js";

/** @type {import("../../page/stage-host.js").Mount} */
export function mountKernels(root, store, _samples, tools) {
  const look = createLook(store);
  const kernels = createKernels(store, look);
  const all = () => kernels.all();
  const parts = [createKernel(store, look, { changed: all }), createMap(store, look)];
  root.append(
    element(
      "div",
      { class: "conv1-view conv1-kernels" },
      kernels.root,
      ...parts.map((part) => part.root),
    ),
  );
  tools.append(...createSettings(store, ["order", "maps"]));
  look.follow(() => [kernels, ...parts].forEach((part) => part.show()), { all });
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
function createKernels(store, { view, weights, size: { count } }) {
  const { config, image } = store.state.model;
  const { conv1_kernel_size: size } = config;
  const { order, mapAt, placeOf, follow } = createPlaces(store, count);
  const picture = createPicture({
    label: `${count} kernels of ${size} by ${size}`,
    layout: tileLayout({
      count,
      rows: size,
      columns: size,
      across: Math.ceil(Math.sqrt(count)),
      gap: 1,
    }),
    describe: ({ index, row, column }) => {
      if (!weights.has([["conv1", 0]])) return "";
      const map = mapAt(index);
      const at = ((map * image.channels + view.channel) * size + row) * size + column;
      return `kernel ${map}, row ${row}, column ${column}: weight ${signed(weights.get("conv1").weight[at], 3)}`;
    },
    nameTile: (tile) => `kernel ${mapAt(tile)}`,
    units: {
      ...{ store, part: "kernels", place: placeOf },
      unit: ({ index }) => ({ kind: "kernel", map: mapAt(index) }),
    },
  });
  const legend = createLegend(picture.canvas);

  function coloursNow() {
    const { dark } = store.state;
    if (!weights.has([["conv1", 0]])) return null;
    const { wholeLayer } = settingsOf(store.state);
    const { weight } = weights.get("conv1");
    const shared = { count, dark, wholeLayer, chosen: view.map };
    return { weight, ...layerColours(weight, { ...shared, signed: true, noun: "kernel" }) };
  }

  function all() {
    const colours = coloursNow();
    if (!colours) return;
    picture.paint(colours.weight, {
      ...{ ...colours, order: order() },
      strides: { tile: image.channels * size * size, row: size, column: 1 },
      offset: view.channel * size * size,
    });
  }

  follow(() => {
    all();
    picture.replace();
  });
  const title = `${count} kernels, ${size}×${size}`;
  return {
    root: createInstrument(title, picture, { legend, name: "conv1-all" }),
    all,
    show() {
      const colours = coloursNow();
      if (colours) legend.show(colours.palette, colours.domain, `weight, ${colours.scope}`);
    },
  };
}
