/** What two capsules draw of two digits: over each other, alone, and whose each pixel is. */

import { element } from "../../widgets/dom.js";
import { createPicture } from "../../widgets/picture.js";
import { INK_SCALE, tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { fitted } from "../fitted.js";
import { createTold } from "../told.js";
import {
  countShares,
  INKED,
  inkPalette,
  INKS,
  overlaid,
  inkByShare,
  sharePalette,
  shareOf,
} from "./pixel-shares.js";

/**
 * @typedef {Object} Drawn
 * @property {Float32Array} input what the network received
 * @property {[Float32Array, Float32Array]} pictures what the two capsules draw
 * @property {[string, string]} names of their classes
 */

/** What each picture's table tells of a pixel. @type {Record<string, (drawn: Drawn, at: number) => number>} */
const VALUES = {
  input: ({ input }, at) => input[at],
  first: ({ pictures }, at) => pictures[0][at],
  second: ({ pictures }, at) => pictures[1][at],
  share: ({ input, pictures: [first, second] }, at) =>
    input[at] < INKED ? Number.NaN : (shareOf(first[at], second[at]) ?? Number.NaN),
};

/** @param {{height: number, width: number}} image */
export function createOverlapPictures(image) {
  /** @type {Drawn | null} */
  let drawn = null;
  const told = createTold();
  const palettes = INKS.map(inkPalette);
  const share = sharePalette();
  /**
   * @param {string} name
   * @param {string} heading
   * @param {string} label
   * @param {...string} values of its table
   */
  const picture = (name, heading, label, ...values) =>
    createDrawnPicture(image, { name, heading, label, values, told }, () => drawn);
  const input = picture("input", "received", "What the network receives", "input");
  const both = picture("both", "both draw", "Both capsules' pictures", "first", "second");
  const each = ["first", "second"].map((value, which) =>
    picture(`of-${which}`, "", `What capsule ${which + 1} draws`, value),
  );
  const shares = picture("owners", "whose ink", "Whose each pixel is", "share");
  const legend = createLegend(shares.canvas);
  const key = element("p", { class: "ink-key" });
  const words = element("p", { class: "quiet", "data-owners": "" });

  return {
    roots: [
      key,
      element(
        "section",
        { class: "overlap-room", "aria-label": "What the two capsules draw" },
        element(
          "div",
          { class: "overlap-pictures" },
          ...[input, both, ...each, shares].map(({ root }) => root),
        ),
      ),
      element("div", { class: "owners" }, legend.root, words),
      told.root,
    ],
    /** @param {Drawn} next */
    show(next) {
      drawn = next;
      const { pictures, names } = next;
      const [first, second] = pictures;
      each.forEach(({ title, relabel }, which) => {
        title.textContent = `${names[which]} draws`;
        relabel(`What the capsule of ${names[which]} draws`);
      });
      key.replaceChildren(
        ...[
          ["0", `drawn by ${names[0]} `],
          ["1", `drawn by ${names[1]} `],
          ["both", "by both "],
          ["nobody", "ink that neither draws"],
        ].map(([ink, text]) =>
          element("span", {}, element("span", { class: "swatch", "data-ink": ink }), text),
        ),
      );
      input.paint(next.input, INK_SCALE);
      both.paintImage(overlaid(first, second));
      each.forEach(({ paint }, which) =>
        paint(pictures[which], { palette: palettes[which], domain: [0, 1] }),
      );
      shares.paintImage(inkByShare(next.input, first, second));
      legend.show(share, [0, 1], `0 is ${names[1]}’s alone, 1 is ${names[0]}’s alone`);
      const { inked, ...counts } = countShares(next.input, first, second);
      words.textContent = `Of ${inked} pixels with ink (${INKED} or more), ${names[0]} draws more of ${counts.first}, ${names[1]} of ${counts.second}; ${counts.nobody} neither draws.`;
    },
  };
}

/**
 * One picture of the two digits.
 * @param {{height: number, width: number}} image
 * @param {{name: string, heading: string, label: string, values: readonly string[],
 *   told: ReturnType<typeof createTold>}} options values of its table
 * @param {() => Drawn | null} drawn what is shown now
 */
function createDrawnPicture({ height, width }, { name, heading, label, values, told }, drawn) {
  const layout = (/** @type {number} */ count) =>
    tileLayout({ count, rows: height, columns: width, across: 1 });
  const picture = createPicture({
    ...{ label, told, layout: layout(1) },
    describe({ row, column }) {
      const now = drawn();
      if (!now) return "";
      const at = row * width + column;
      const [first, second] = now.pictures.map((each) => each[at].toFixed(3));
      return `row ${row}, column ${column}: ink ${now.input[at].toFixed(3)}, ${now.names[0]} draws ${first}, ${now.names[1]} draws ${second}`;
    },
    tabled() {
      const now = drawn();
      return (
        now && {
          ...{ layout: layout(values.length), channels: 1, first: 0 },
          name: values.length > 1 ? (plane) => `what ${now.names[plane]} draws` : null,
          valueAt: (plane, row, column) => VALUES[values[plane]](now, row * width + column),
        }
      );
    },
  });
  picture.canvas.dataset.picture = `overlap-${name}`;
  const title = element("h3", {}, heading);
  return { ...picture, title, root: fitted(title, picture.root) };
}
