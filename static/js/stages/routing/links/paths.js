/** The links themselves: SVG paths that are kept, also while they are not shown, and changed only where
 * they differ. */

import { linkPath } from "./layout.js";

const SVG = "http://www.w3.org/2000/svg";
/** Width of the strongest link, and the least that is still seen. */
const WIDEST = 7;
const THINNEST = 0.6;
/** Links of other classes are drawn thinner: they are there to compare, not to drown the chosen. */
const FAINT = 0.35;

/**
 * @typedef {import("../../../network/links.js").Link} Link
 *
 * @typedef {Object} Kept
 * @property {SVGPathElement} path
 * @property {Link} link
 * @property {string} look empty while it is not shown
 */

/** @param {SVGGElement} root */
export function createPaths(root) {
  // Links of other classes lie below.
  const [others, own] = [0, 1].map(() => {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", "link-paths");
    root.append(group);
    return group;
  });
  /** @type {Map<string, Kept>} */
  const kept = new Map();

  return {
    /** The links that are drawn. */
    shown: () => [...kept.values()].filter(({ look }) => look !== "").map(({ link }) => link),
    /** Other sources stand there. */
    clear() {
      for (const { path } of kept.values()) path.remove();
      kept.clear();
    },
    /**
     * Moves all links to where their ends stand.
     * @param {import("./layout.js").LinkLayout} layout
     */
    lay(layout) {
      for (const { path, link } of kept.values()) path.setAttribute("d", linkPath(layout, link));
    },
    /**
     * @param {Link[]} links
     * @param {import("./layout.js").LinkLayout} layout
     * @param {{digit: number, strongest: number, isLinked: (link: Link) => boolean}} how
     */
    show(links, layout, { digit, strongest, isLinked }) {
      const gone = new Set(kept.keys());
      for (const link of links) {
        const key = `${link.source} ${link.digit}`;
        gone.delete(key);
        let each = kept.get(key);
        if (!each) {
          each = { path: document.createElementNS(SVG, "path"), link, look: "" };
          each.path.setAttribute("d", linkPath(layout, link));
          kept.set(key, each);
        }
        each.link = link;
        const isOwn = link.digit === digit;
        const name = isOwn ? (link.value < 0 ? "link-against" : "link-own") : "link-other";
        const wide = WIDEST * Math.min(1, Math.abs(link.value) / strongest) * (isOwn ? 1 : FAINT);
        const width = Math.max(THINNEST, wide).toFixed(2);
        const linked = isLinked(link);
        const look = `${name} ${width} ${linked}`;
        if (each.look === look) continue;
        each.look = look;
        each.path.setAttribute("class", name);
        each.path.setAttribute("stroke-width", width);
        each.path.toggleAttribute("data-linked", linked);
        const group = isOwn ? own : others;
        if (each.path.parentNode !== group) group.append(each.path);
      }
      for (const key of gone) {
        const each = /** @type {Kept} */ (kept.get(key));
        each.path.remove();
        each.look = "";
      }
    },
  };
}
