/** What is pointed at in the diagram of links, and where keys lead from there. */

import { stepInList } from "../../../widgets/arrow-keys.js";
import { togglePin } from "../../../widgets/selection.js";

/**
 * @typedef {import("./layout.js").Ends} Ends
 * @typedef {import("./layout.js").LinkHit} LinkHit
 */

/**
 * @param {import("../../../state/store.js").Scope} store
 * @param {Object} told
 * @param {(hit: LinkHit) => import("../../../network/units.js").Unit} told.unitOf what a hit stands for
 * @param {(digit: number) => void} told.choose told of a class that was pressed
 * @param {(here: LinkHit | null) => void} told.moved
 */
export function createCursor(store, { unitOf, choose, moved }) {
  /** @type {LinkHit | null} */
  let here = null;
  /** @type {Ends | null} */
  let lastLink = null;
  let lastSource = 0;

  return {
    here: () => here,
    /** @param {LinkHit | null} hit */
    point(hit) {
      if (JSON.stringify(hit) === JSON.stringify(here)) return;
      here = hit;
      if (hit && "source" in hit && "digit" in hit) lastLink = hit;
      else if (hit && "source" in hit) lastSource = hit.source;
      store.update({ pointed: hit && unitOf(hit) });
      moved(here);
    },
    /** @param {LinkHit | null} hit */
    press(hit) {
      if (!hit) return;
      const unit = unitOf(hit);
      if ("source" in hit) return togglePin(store, unit);
      choose(hit.digit);
      store.update({ pinned: store.state.digit === hit.digit ? unit : null });
    },
    /**
     * Other sources stand there.
     * @param {number} count
     */
    begin(count) {
      lastLink = null;
      lastSource = Math.min(lastSource, count - 1);
    },
    /** @returns {LinkHit} */
    source: () => ({ source: lastSource }),
    /** @param {Ends[]} links the strongest first */
    link: (links) => lastLink ?? endsOf(links[0]),
    /**
     * @param {KeyboardEvent} event
     * @param {number} count
     * @returns {LinkHit | null}
     */
    stepSource(event, count) {
      const to = stepInList(event, lastSource, count);
      return to === null ? null : { source: to };
    },
    /**
     * @param {KeyboardEvent} event
     * @param {Ends[]} links the strongest first
     */
    stepLink(event, links) {
      const at = links.findIndex(
        ({ source, digit }) => source === lastLink?.source && digit === lastLink.digit,
      );
      const to = stepInList(event, at, links.length);
      return to === null ? null : endsOf(links[to]);
    },
  };
}

/**
 * A link's ends alone: what it says changes with the drawing.
 * @param {Ends | undefined} link
 * @returns {Ends | null}
 */
function endsOf(link) {
  return link ? { source: link.source, digit: link.digit } : null;
}
