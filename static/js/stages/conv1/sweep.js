/** The sweep: the kernel slides over the drawing cell by cell, and its map is made as it goes. */

import { element } from "../../widgets/dom.js";
import { createPlayer } from "../../widgets/player.js";

/** Milliseconds that a cell takes. */
const SPEEDS = [
  { value: 1000 / 4, text: "slow" },
  { value: 1000 / 12, text: "medium" },
  { value: 1000 / 40, text: "fast" },
];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").View} view
 * @param {{rows: number, columns: number}} size of a map
 * @param {() => void} changed told whenever `view.swept` has changed
 */
export function createSweep(store, view, { rows, columns }, changed) {
  const count = rows * columns;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** The unit that the sweep points at. @type {import("../../network/units.js").Unit | null} */
  let own = null;

  const player = createPlayer(
    {
      at: () => view.swept ?? 0,
      last: () => count,
      go: moveTo,
      anew: () => view.swept === null || view.swept === count,
      changed: show,
    },
    {
      slider: "Cells that the kernel has made",
      steps: ["One cell back", "One cell on"],
      speed: "Cells a second",
    },
    SPEEDS,
  );
  const ending = "End the sweep and show the whole map";
  const end = element(
    "button",
    { type: "button", title: ending, "aria-label": ending, onclick: stop },
    "■",
  );
  const words = element("span", { class: "quiet sweep-words" });

  /**
   * Shows the map as it is after some cells, and points at the newest of them.
   * @param {number} cells
   */
  function moveTo(cells) {
    view.swept = Math.min(count, Math.max(0, cells));
    if (view.swept > 0) {
      const newest = view.swept - 1;
      view.row = Math.floor(newest / columns);
      view.column = newest % columns;
      own = { kind: "conv1", map: view.map, row: view.row, column: view.column };
      // What was pinned would hide where the kernel is.
      store.update({ pinned: null, pointed: own });
    }
    show();
    changed();
  }

  function stop() {
    player.pause();
    view.swept = null;
    leave(store, own);
    show();
    changed();
  }

  function show() {
    const { swept } = view;
    player.show(swept === null ? "▶ Slide" : swept === count ? "▶ Once more" : "▶ Go on");
    player.play.hidden = player.speed.hidden = calm.matches;
    end.disabled = swept === null;
    const begin = calm.matches ? "Step the kernel over the drawing" : "";
    words.textContent = swept === null ? begin : `${swept} of ${count}`;
  }

  function heed() {
    player.pause();
    show();
  }

  show();
  calm.addEventListener("change", heed);
  store.onDispose(() => {
    calm.removeEventListener("change", heed);
    player.pause();
    // Nothing is shown any more: the newest trace may be that of a network with fewer maps.
    leave(store, own);
  });
  // A unit that someone pins is to stay: the sweep waits.
  store.watch(["pinned"], () => {
    if (store.state.pinned) player.pause();
  });

  return {
    root: element(
      "div",
      { class: "row sweep", role: "group", "aria-label": "The kernel slides over the drawing" },
      player.play,
      player.back,
      player.forth,
      player.slider,
      end,
      player.speed,
      words,
    ),
    /** Whether the kernel moves by itself. */
    playing: player.playing,
  };
}

/**
 * Points no longer at what the sweep pointed at.
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../network/units.js").Unit | null} own
 */
function leave(store, own) {
  if (store.state.pointed === own) store.update({ pointed: null });
}
