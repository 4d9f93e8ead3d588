/** The first view of Conv1: all its maps, and beside them one of them with what it is made from. */

import { tileLayout } from "../../graphics/raster.js";
import { element } from "../../widgets/dom.js";
import { createInstrument } from "../../widgets/instrument.js";
import { createLegend } from "../../widgets/legend.js";
import { createPicture } from "../../widgets/picture.js";
import { layerColours, settingsOf } from "./colours.js";
import { createLook } from "./look.js";
import { createDrawing, createKernel, createMap } from "./one-map.js";
import { createPlaces } from "./places.js";
import { createSettings } from "./settings.js";
import { tellCell } from "./tell-cell.js";

/** @type {import("../../page/stage-host.js").Mount} */
export function mountMaps(root, store, _samples, tools) {
  const look = createLook(store);
  const maps = createMaps(store, look);
  const parts = [createMap(store, look), createKernel(store, look), createDrawing(store, look)];
  root.append(
    element("div", { class: "conv1-view conv1-maps" }, maps.root, ...parts.map((one) => one.root)),
  );
  tools.append(...createSettings(store, ["relu", "order", "maps"]));
  look.follow(() => [maps, ...parts].forEach((part) => part.show()), { all: maps.all });
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
function createMaps(store, { view, size: { count, rows, columns } }) {
  const { order, mapAt, placeOf, follow } = createPlaces(store, count);
  const picture = createPicture({
    label: `${count} feature maps of ${rows} by ${columns}`,
    layout: tileLayout({ count, rows, columns, across: Math.ceil(Math.sqrt(count)), gap: 1 }),
    describe: ({ index, row, column }) => tellCell(store, mapAt(index), row, column),
    nameTile: (tile) => `map ${mapAt(tile)}`,
    units: {
      ...{ store, part: "conv1", place: placeOf },
      unit: ({ index, row, column }) => ({ kind: "conv1", map: mapAt(index), row, column }),
    },
  });
  const legend = createLegend(picture.canvas);

  function coloursNow() {
    const { trace, dark } = store.state;
    if (!trace) return null;
    const { rectify, wholeLayer } = settingsOf(store.state);
    const values = trace.values("conv1");
    const shared = { count, dark, wholeLayer, chosen: view.map };
    return {
      values,
      rectify,
      ...layerColours(values, { ...shared, signed: !rectify, noun: "map" }),
    };
  }

  function all() {
    const colours = coloursNow();
    if (colours) picture.paint(colours.values, { ...colours, order: order() });
  }

  follow(() => {
    all();
    picture.replace();
  });
  const title = `${count} maps, ${rows}×${columns}`;
  return {
    root: createInstrument(title, picture, { legend, name: "conv1-all" }),
    all,
    show() {
      const colours = coloursNow();
      if (!colours) return;
      legend.show(colours.palette, colours.domain, `activation, ${colours.scope}`);
    },
  };
}
