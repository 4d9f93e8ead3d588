/** What two capsules draw of two digits: over each other, alone, and whose each pixel is. */

import { element } from "../../widgets/dom.js";
import { createPicture } from "../../widgets/picture.js";
import { INK_SCALE, tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import {
  countOwners,
  INKED,
  inkPalette,
  INKS,
  overlaid,
  owned,
  sharePalette,
  shareOf,
} from "./pixel-shares.js";

/**
 * @typedef {Object} Drawn
 * @property {Float32Array} input what the network received
 * @property {[Float32Array, Float32Array]} pictures what the two capsules draw
 * @property {[string, string]} names of their classes
 */

/** @param {{height: number, width: number}} image */
export function createOverlapPictures({ height, width }) {
  /** @type {Drawn | null} */
  let drawn = null;
  const palettes = INKS.map(inkPalette);
  const share = sharePalette();

  /** @type {(cell: import("../../widgets/picture.js").Cell) => string} */
  function describe({ row, column }) {
    if (!drawn) return "";
    const at = row * width + column;
    const [first, second] = drawn.pictures.map((picture) => picture[at]);
    return `row ${row}, column ${column}: ink ${drawn.input[at].toFixed(3)}, ${drawn.names[0]} draws ${first.toFixed(3)}, ${drawn.names[1]} draws ${second.toFixed(3)}`;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {((at: number) => number)[]} values of the table, a picture each
   * @param {(plane: number) => string} [nameOf] each of them
   */
  function picture(name, label, values, nameOf) {
    const made = createPicture({
      ...{
        label,
        describe,
        layout: tileLayout({ count: 1, rows: height, columns: width, across: 1 }),
      },
      tabled: () =>
        drawn && {
          layout: tileLayout({ count: values.length, rows: height, columns: width, across: 1 }),
          ...{ channels: 1, first: 0, name: nameOf ?? null },
          valueAt: (plane, row, column) => values[plane](row * width + column),
        },
    });
    made.canvas.dataset.picture = `overlap-${name}`;
    const title = element("h4", {}, label);
    return { ...made, title, root: element("div", { class: "stack" }, title, made.root) };
  }

  /** @param {number} which */
  const ofPicture = (which) => (/** @type {number} */ at) =>
    drawn ? drawn.pictures[which][at] : Number.NaN;
  /** @param {number} plane */
  const nameOf = (plane) => `what ${drawn?.names[plane] ?? ""} draws`;
  const input = picture("input", "What the network receives", [
    (at) => (drawn ? drawn.input[at] : Number.NaN),
  ]);
  const both = picture("both", "Both capsules' pictures", [ofPicture(0), ofPicture(1)], nameOf);
  const each = [0, 1].map((which) =>
    picture(`of-${which}`, `What capsule ${which + 1} draws`, [ofPicture(which)]),
  );
  const owners = picture("owners", "Whose each pixel is", [
    (at) => {
      if (!drawn || drawn.input[at] < INKED) return Number.NaN;
      return shareOf(drawn.pictures[0][at], drawn.pictures[1][at]) ?? Number.NaN;
    },
  ]);
  const legend = createLegend(owners.canvas);
  const key = element("p", { class: "quiet ink-key" });
  const words = element("p", { class: "quiet", "data-owners": "" });

  return {
    root: element(
      "section",
      { class: "stack", "aria-label": "What the two capsules draw" },
      key,
      element(
        "div",
        { class: "overlap-pictures" },
        ...[input, both, ...each, owners].map(({ root }) => root),
      ),
      element("div", { class: "owners-legend" }, legend.root),
      words,
    ),
    /** @param {Drawn} next */
    show(next) {
      drawn = next;
      const { pictures, names } = next;
      const [first, second] = pictures;
      each.forEach(({ title, relabel }, which) => {
        title.textContent = `What ${names[which]} draws`;
        relabel(`What the capsule of ${names[which]} draws`);
      });
      key.replaceChildren(
        element("span", { class: "swatch", "data-ink": 0 }),
        `drawn by ${names[0]} `,
        element("span", { class: "swatch", "data-ink": 1 }),
        `drawn by ${names[1]} `,
        element("span", { class: "swatch", "data-ink": "both" }),
        "by both ",
        element("span", { class: "swatch", "data-ink": "nobody" }),
        "ink that neither draws",
      );
      input.paint(next.input, INK_SCALE);
      both.paintImage(overlaid(first, second));
      each.forEach(({ paint }, which) =>
        paint(pictures[which], { palette: palettes[which], domain: [0, 1] }),
      );
      owners.paintImage(owned(next.input, first, second));
      legend.show(share, [0, 1], `whose: 0 is ${names[1]}'s alone, 1 is ${names[0]}'s alone`);
      const { inked, ...counts } = countOwners(next.input, first, second);
      words.textContent = `Of ${inked} pixels with ink, ${names[0]} draws more of ${counts.first} and ${names[1]} of ${counts.second}; ${counts.nobody} neither draws (ink below ${INKED} counts as none).`;
    },
  };
}
