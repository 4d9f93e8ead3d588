/** The pictures of two digits: both together, each drawn again in its colour, and whose ink is whose. */

import { element } from "../dom.js";
import { createPicture } from "../panels/picture.js";
import { tileLayout } from "../raster.js";
import { inkOfEach, inOneInk, inTwoInks, shares } from "./overlap.js";

const NAMES = /** @type {const} */ (["both", "drawn", "first", "second", "whose"]);
const TITLES = {
  both: "what the network receives",
  drawn: "drawn again, each in its colour",
  first: "the first alone",
  second: "the second alone",
  whose: "whose ink is it?",
};

/** @param {import("../store.js").Model} reader the network for two digits */
export function createOverlapPictures(reader) {
  const { height, width } = reader.image;
  const layout = tileLayout({ count: 1, rows: height, columns: width, across: 1 });
  /** Numbers of each picture. @type {Record<string, ArrayLike<number>>} */
  const values = {};
  const titles = Object.fromEntries(NAMES.map((name) => [name, element("h4", {}, TITLES[name])]));
  const pictures = Object.fromEntries(
    NAMES.map((name) => {
      const picture = createPicture({
        label: `Two digits: ${TITLES[name]}`,
        layout,
        describe: ({ row, column }) => tell(name, row, column),
        tabled: () => ({
          channels: 1,
          valueAt: (_, row, column) => values[name]?.[row * width + column] ?? 0,
        }),
      });
      picture.canvas.dataset.picture = `two-${name}`;
      return [name, picture];
    }),
  );

  /**
   * @param {(typeof NAMES)[number]} name
   * @param {number} row
   * @param {number} column
   */
  function tell(name, row, column) {
    const pixel = row * width + column;
    if (!values.both) return "";
    const place = `row ${row}, column ${column}: `;
    const ink = (/** @type {string} */ of) => values[of][pixel].toFixed(3);
    switch (name) {
      case "drawn":
        return `${place}first ${ink("first")}, second ${ink("second")}`;
      case "whose": {
        const share = values.whose[pixel];
        const whose = Number.isNaN(share)
          ? "neither draws anything"
          : `${(100 * share).toFixed(1)} % the first's`;
        return `${place}ink ${ink("both")}, ${whose}`;
      }
      default:
        return place + ink(name);
    }
  }

  return {
    canvas: pictures.both.canvas,
    root: element(
      "div",
      { class: "two-pictures" },
      ...NAMES.map((name) => element("div", { class: "stack" }, titles[name], pictures[name].root)),
    ),
    /**
     * @param {Float32Array} image
     * @param {Float32Array} first drawn again
     * @param {Float32Array} second
     * @param {[string, string]} names of the two classes
     */
    show(image, first, second, names) {
      const share = shares(first, second);
      Object.assign(values, { both: image, first, second, drawn: first, whose: share });
      titles.first.textContent = `${names[0]} alone`;
      titles.second.textContent = `${names[1]} alone`;
      pictures.both.paintImage(image);
      pictures.drawn.paintImage(inTwoInks(first, second));
      pictures.first.paintImage(inOneInk(first, 0));
      pictures.second.paintImage(inOneInk(second, 1));
      pictures.whose.paintImage(inkOfEach(image, share));
    },
  };
}
