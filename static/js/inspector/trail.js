/** The unit that is explained, and the way along its terms that led there. */

/** @typedef {import("../network/units.js").Unit} Unit */

/**
 * @param {import("../state/store.js").Store} store
 * @param {() => void} followed told when a term was followed, to the unit that it comes from
 */
export function createTrail(store, followed) {
  /** Units whose terms were followed. @type {Unit[]} */
  const trail = [];
  /**
   * The unit pointed at last: it stays until another is, so that its terms and its pin are in reach.
   * @type {Unit | null}
   */
  let unit = null;
  /** The unit that was gone to from within. @type {Unit | null} */
  let led = null;
  let { model } = store.state;

  /** @param {Unit} to */
  function go(to) {
    led = to;
    store.update({ pinned: to });
    followed();
  }

  store.watch(["model"], () => {
    if (store.state.model === model) return; // At first a link's unit may be pinned already.
    model = store.state.model;
    // A unit of another network is none of this one.
    unit = null;
    store.update({ pinned: null, pointed: null });
  });
  store.watch(["pinned"], () => {
    const { pinned } = store.state;
    // A unit that was chosen elsewhere begins a way of its own.
    if (pinned !== led) trail.length = 0;
    // Letting go is done with it.
    if (pinned === null) unit = null;
  });
  let { digit } = store.state;
  store.watch(["digit"], () => {
    // A class that is let go of is explained no more.
    if (digit !== null && store.state.digit === null) unit = null;
    ({ digit } = store.state);
  });

  return {
    unit: () => unit,
    /** Whether there is a way back. */
    leadsBack: () => trail.length > 0,
    /**
     * The unit to explain, while this one is selected.
     * @param {Unit | null} selected
     */
    take(selected) {
      unit = selected ?? unit;
      return unit;
    },
    /** @param {Unit} to */
    follow(to) {
      if (unit) trail.push(unit);
      go(to);
    },
    back() {
      const to = trail.pop();
      if (to) go(to);
    },
  };
}
