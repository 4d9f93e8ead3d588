/**
 * Raster: numbers as pixels. A picture is made of tiles (one a kernel, a map, a capsule type), a
 * tile of cells; each cell is one pixel, and CSS enlarges the canvas without smoothing.
 */

import { grey, lookup } from "./color.js";

/**
 * @typedef {object} Tiles
 * @property {number} count tiles in the picture
 * @property {number} rows cells of a tile, downwards
 * @property {number} columns cells of a tile, across
 * @property {number} across tiles side by side
 * @property {number} [gap] pixels between neighbouring tiles
 * @property {number} [gapDown] pixels between a row of tiles and the next, where they are others
 *
 * @typedef {object} Hit
 * @property {number} index place of the tile in the picture
 * @property {number} row
 * @property {number} column
 *
 * @typedef {object} Placing
 * @property {number} width of the picture, in pixels
 * @property {number} height
 * @property {number} gap
 * @property {number} gapDown
 * @property {number} down tiles one above another
 * @property {(index: number) => {x: number, y: number}} tile the pixel at a tile's upper left
 * @property {(x: number, y: number) => Hit | null} hit the cell at a pixel; null between tiles and
 *   outside
 *
 * @typedef {Required<Tiles> & Placing} TileLayout
 *
 * @typedef {import("./color.js").Domain} Domain
 *
 * @typedef {object} PaintOptions
 * @property {Uint32Array} palette 256 colours, as `lookup` of color.js makes them
 * @property {Domain} domain
 * @property {readonly Domain[]} [domains] a domain for each tile of the values, instead of one
 * @property {ArrayLike<number>} [order] which tile of the values stands at each place
 * @property {number} [offset] where in the values the first tile begins
 * @property {{tile: number, row: number, column: number}} [strides] distance between neighbours in
 *   the values; by default [tile][row][column] without holes
 * @property {boolean} [rectify] whether negative values are shown as zero
 * @property {number} [gapColor] between tiles and where there is none; transparent by default
 */

/**
 * Where tiles stand in a picture, row after row.
 *
 * @param {Tiles} tiles
 * @returns {TileLayout}
 */
export function tileLayout({ count, rows, columns, across, gap = 0, gapDown = gap }) {
  const down = Math.ceil(count / across);
  const width = across * (columns + gap) - gap;
  const height = down * (rows + gapDown) - gapDown;
  return {
    count,
    rows,
    columns,
    across,
    gap,
    gapDown,
    down,
    width,
    height,
    tile: (index) => ({
      x: (index % across) * (columns + gap),
      y: Math.floor(index / across) * (rows + gapDown),
    }),
    hit(x, y) {
      if (!(x >= 0 && x < width && y >= 0 && y < height)) return null;
      const index = Math.floor(y / (rows + gapDown)) * across + Math.floor(x / (columns + gap));
      const row = Math.floor(y % (rows + gapDown));
      const column = Math.floor(x % (columns + gap));
      return index < count && row < rows && column < columns ? { index, row, column } : null;
    },
  };
}

/**
 * Paints every tile of a picture.
 *
 * @param {Uint32Array} target the picture's pixels, width * height of the layout
 * @param {Float32Array | Uint8Array} values
 * @param {TileLayout} layout
 * @param {PaintOptions} options
 */
export function paintTiles(target, values, layout, options) {
  const { count, rows, columns, width, height, gap, gapDown, across, down } = layout;
  const { palette, domain, domains, order, offset = 0, rectify = false, gapColor = 0 } = options;
  const { strides = { tile: rows * columns, row: columns, column: 1 } } = options;
  if (target.length !== width * height) {
    throw new RangeError(`${target.length} pixels for a picture of ${width}x${height}`);
  }
  const shown = Math.min(count, order?.length ?? count);
  if (gap > 0 || gapDown > 0 || shown < across * down) target.fill(gapColor);
  const last = palette.length - 1;
  for (let place = 0; place < shown; place++) {
    const tile = order ? order[place] : place;
    const [low, high] = domains ? domains[tile] : domain;
    const scale = last / (high - low);
    const { x, y } = layout.tile(place);
    for (let row = 0; row < rows; row++) {
      let source = offset + tile * strides.tile + row * strides.row;
      let pixel = (y + row) * width + x;
      for (const end = pixel + columns; pixel < end; pixel++, source += strides.column) {
        const value = rectify && values[source] < 0 ? 0 : values[source];
        const index = (value - low) * scale + 0.5;
        target[pixel] = palette[index > last ? last : index > 0 ? index | 0 : 0];
      }
    }
  }
}

/**
 * @typedef {object} Scale what the colours of a picture mean
 * @property {Uint32Array} palette
 * @property {Domain} domain values of its first and its last colour
 */

/** @type {WeakMap<HTMLCanvasElement, Scale>} */
const scales = new WeakMap();

/**
 * Keeps what the colours of a picture mean, for its export.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Scale} scale
 */
export function keepScale(canvas, scale) {
  scales.set(canvas, scale);
}

/** @param {HTMLCanvasElement} canvas */
export function scaleOf(canvas) {
  return scales.get(canvas) ?? null;
}

/**
 * Shows pixels on a canvas, which gets exactly their size.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Uint32Array} pixels
 * @param {number} width
 * @param {number} height
 */
export function putPixels(canvas, pixels, width, height) {
  // Setting a size, even the same one, clears the canvas and costs an allocation.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no 2d context");
  const bytes = new Uint8ClampedArray(
    /** @type {ArrayBuffer} */ (pixels.buffer),
    pixels.byteOffset,
    pixels.byteLength,
  );
  context.putImageData(new ImageData(bytes, width, height), 0, 0);
}

const INK = lookup(grey);
/** @type {import("./raster.js").Scale} */
export const INK_SCALE = { palette: INK, domain: [0, 1] };

/**
 * A picture's pixels, as ImageData has them.
 * @param {Float32Array} values channels * size, in [0, 1]
 * @param {number} size pixels
 */
export function imagePixels(values, size) {
  const pixels = new Uint32Array(size);
  // Ink is 1 and dark; a picture in colour is shown as it is.
  const coloured = values.length === 3 * size;
  for (let pixel = 0; pixel < size; pixel++) {
    pixels[pixel] = coloured
      ? colour(values[pixel], values[size + pixel], values[2 * size + pixel])
      : INK[toByte(values[pixel])];
  }
  return pixels;
}

/**
 * Paints a trace's image over a whole canvas, whatever its size.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../server/trace.js").Trace} trace
 */
export function paintInput(context, trace) {
  const { canvas } = context;
  const small = document.createElement("canvas");
  paintInputPicture(small, trace);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}

/**
 * Paints a trace's image on a canvas, which gets just its size.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../server/trace.js").Trace} trace
 */
export function paintInputPicture(canvas, trace) {
  const [height, width] = trace.shape("image").slice(-2);
  const values = trace.values("image");
  putPixels(canvas, imagePixels(values, height * width), width, height);
  if (values.length === height * width) keepScale(canvas, INK_SCALE);
}

/**
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 */
function colour(red, green, blue) {
  return ((255 << 24) | (toByte(blue) << 16) | (toByte(green) << 8) | toByte(red)) >>> 0;
}

/** @param {number} value in [0, 1] */
function toByte(value) {
  return Math.min(255, Math.max(0, Math.round(255 * value)));
}
