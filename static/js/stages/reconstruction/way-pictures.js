/** The pictures of a way: all of them in a row, and the one that is looked at enlarged. */

import { tileLayout } from "../../graphics/raster.js";
import { createPicture } from "../../widgets/picture.js";
import { STEPS } from "./way.js";

/**
 * @param {{height: number, width: number, channels: number}} image
 * @param {Object} actions
 * @param {(at: number) => string} actions.tell words for a place
 * @param {(at: number) => void} actions.choose
 * @param {ReturnType<typeof import("../../widgets/readout.js").createReadout>} actions.told
 */
export function createWayPictures(image, { tell, choose, told }) {
  const { height: rows, width: columns, channels } = image;
  const size = channels * rows * columns;
  let shown = new Float32Array(size);
  const large = createPicture({
    label: "What the decoder draws at this place of the way",
    layout: tileLayout({ count: 1, rows, columns, across: 1 }),
    told,
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${shown[row * columns + column].toFixed(3)}`,
  });
  large.canvas.classList.add("paper");
  large.canvas.dataset.picture = "way";
  const film = createPicture({
    label: `The way in ${STEPS} pictures`,
    layout: tileLayout({ count: STEPS, rows, columns, across: STEPS, gap: 2 }),
    ...{ byTile: true, told },
    describe: ({ index }) => tell(index),
    choose: ({ index }) => choose(index),
  });
  film.canvas.dataset.picture = "way-film";
  return {
    large: large.root,
    film: film.root,
    /**
     * @param {Float32Array} images of all places
     * @param {number} at the place that is looked at
     */
    show(images, at) {
      film.paintImage(images);
      film.outline([{ tile: at, row: 0, column: 0, height: rows, width: columns, role: "here" }]);
      shown = images.slice(at * size, (at + 1) * size);
      large.paintImage(shown);
    },
  };
}
