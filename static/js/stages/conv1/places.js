/** Where each map of Conv1 stands, and its kernel: in the order that is asked for. */

import { settingsOf } from "./colours.js";
import { mapOrder } from "./map-order.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {number} count of maps
 */
export function createPlaces(store, count) {
  let order = mapOrder(new Float32Array(count), count, "index");

  /** Tells whether it is another order. */
  function sort() {
    const { trace } = store.state;
    if (!trace) return false;
    const before = order;
    order = mapOrder(trace.values("conv1"), count, settingsOf(store.state).sort);
    return order.some((map, index) => map !== before[index]);
  }

  sort();
  return {
    /** Map shown at each place. */
    order: () => order,
    /** @param {number} place */
    mapAt: (place) => order[place],
    /** @param {number} map */
    placeOf: (map) => order.indexOf(map),
    /** @param {() => void} changed told of another order */
    follow(changed) {
      store.watch(["trace", "stroke"], () => {
        // Maps keep their places while the pen is down.
        const { stroke, trace } = store.state;
        if (stroke === null && trace?.isExact("conv1") && sort()) changed();
      });
      store.watch(["switches"], () => void (sort() && changed()));
    },
  };
}

/** @typedef {ReturnType<typeof createPlaces>} Places */
