/**
 * Colour: palettes of 256 colours, and how a value finds its place on one.
 *
 * Colours are mixed in OKLab (Ottosson 2020), where equal distances look about equally far apart.
 * Every anchor below is our own choice.
 */

const SIZE = 256;

/**
 * @typedef {object} Palette
 * @property {string} name
 * @property {Uint8Array} rgb red, green and blue of each of its 256 colours
 *
 * @typedef {readonly [number, number]} Domain the values at the palette's two ends
 *
 * @typedef {[lightness: number, a: number, b: number]} Oklab
 */

/** For what is not negative: dark violet (little) to bright yellow (much), evenly lighter. */
export const sequential = palette(
  "sequential",
  evenlyLighter(["#270a45", "#3f3187", "#33629e", "#1d8f95", "#45b472", "#a5d14b", "#fbe84f"]),
);

/**
 * For what is signed: blue (negative), neutral, red-orange (positive). Values of opposite sign and
 * the same size are equally light, and what is near zero fades into the theme's background.
 */
export const diverging = {
  light: palette(
    "diverging on light",
    mirrored([
      [0.97, 0, 0],
      [0.84, 0.07, 0],
      [0.65, 0.15, 0],
      [0.45, 0.135, 0],
    ]),
  ),
  dark: palette(
    "diverging on dark",
    mirrored([
      [0.24, 0, 0],
      [0.4, 0.09, 0],
      [0.6, 0.15, 0],
      [0.8, 0.11, 0],
    ]),
  ),
};

/** For images as on paper: 0 is white, 1 is black ink. */
export const grey = palette("grey", (t) => greyBytes(1 - t));

/** For images as the network's data set shows them: 0 is black, 1 is white. */
export const greyInverse = palette("grey inverse", greyBytes);

/**
 * The colours of a palette as the four bytes of ImageData: red lowest, opaque.
 *
 * @param {Palette} palette
 * @returns {Uint32Array}
 */
export function lookup({ rgb }) {
  return Uint32Array.from(
    { length: SIZE },
    (_, index) =>
      ((255 << 24) | (rgb[3 * index + 2] << 16) | (rgb[3 * index + 1] << 8) | rgb[3 * index]) >>> 0,
  );
}

/**
 * A palette's colour as CSS writes it.
 *
 * @param {Palette} palette
 * @param {number} t place on the palette, in [0, 1]
 */
export function css(palette, t) {
  const channels = Array.from(colorAt(palette, t), (byte) => byte.toString(16).padStart(2, "0"));
  return `#${channels.join("")}`;
}

/**
 * The values at the ends of a palette: symmetric around zero where they are signed, otherwise from
 * zero to the largest. Never of zero width.
 *
 * @param {ArrayLike<number>} values those that are not finite do not count
 * @param {{signed?: boolean, floor?: number}} [options] `floor`: the least that the end may be, so
 *   that mere noise stays pale
 * @returns {[number, number]}
 */
export function domain(values, { signed = false, floor = 0 } = {}) {
  let end = floor;
  for (let index = 0; index < values.length; index++) {
    const size = signed ? Math.abs(values[index]) : values[index];
    if (size > end && size < Infinity) end = size;
  }
  if (!(end > 0)) end = 1;
  return [signed ? -end : 0, end];
}

/**
 * From zero to the largest value, as `domain`, for the bytes of a preview as they came.
 *
 * @param {import("../server/safetensors.js").Quantization} preview
 * @returns {[number, number]}
 */
export function byteDomain({ scale, zero }) {
  // All values are the same one, and every byte is 0.
  if (scale === 0) return zero > 0 ? [-1, 0] : [0, 1];
  const low = -zero / scale;
  // The server gives the largest value the last byte; where it is not positive, neither is any.
  return [low, 255 > low ? 255 : low + 1];
}

/**
 * Where a value lies on a palette, in [0, 1]; beyond the domain it is at the nearer end.
 *
 * @param {number} value
 * @param {Domain} domain
 */
export function position(value, [low, high]) {
  const t = (value - low) / (high - low);
  return t > 0 ? Math.min(t, 1) : 0;
}

/**
 * Black or white, whichever is easier to read on a palette's colour; the contrast is at least 4.5.
 *
 * @param {Palette} palette
 * @param {number} t place on the palette, in [0, 1]
 * @returns {"#000" | "#fff"}
 */
export function textColor(palette, t) {
  const [red, green, blue] = Array.from(colorAt(palette, t), toLinear);
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // WCAG's contrast with black is (Y + 0.05) / 0.05 and with white 1.05 / (Y + 0.05).
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? "#000" : "#fff";
}

/**
 * The OKLab coordinates of an sRGB colour.
 *
 * @param {ArrayLike<number>} rgb three bytes
 * @returns {Oklab}
 */
export function oklab(rgb) {
  const [red, green, blue] = Array.from(rgb, toLinear);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/**
 * @param {string} name
 * @param {(t: number) => ArrayLike<number>} colorOf three bytes
 * @returns {Palette}
 */
function palette(name, colorOf) {
  const rgb = new Uint8Array(3 * SIZE);
  for (let index = 0; index < SIZE; index++) rgb.set(colorOf(index / (SIZE - 1)), 3 * index);
  return { name, rgb };
}

/**
 * @param {Palette} palette
 * @param {number} t
 */
function colorAt({ rgb }, t) {
  const index = Math.round(position(t, [0, 1]) * (SIZE - 1));
  return rgb.subarray(3 * index, 3 * index + 3);
}

/**
 * Colours through anchors, each placed where its lightness puts it: lightness grows in proportion.
 *
 * @param {string[]} anchors from dark to light
 * @returns {(t: number) => ArrayLike<number>}
 */
function evenlyLighter(anchors) {
  const colors = anchors.map((hex) =>
    oklab([1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))),
  );
  const darkest = colors[0][0];
  const range = colors[colors.length - 1][0] - darkest;
  return (t) => {
    const lightness = darkest + t * range;
    const next = Math.max(
      1,
      colors.findIndex(([anchor]) => anchor >= lightness - 1e-9),
    );
    const [from, to] = [colors[next - 1], colors[next]];
    return toBytes(mix(from, to, (lightness - from[0]) / (to[0] - from[0])));
  };
}

/**
 * Colours on both sides of a neutral one, blue before it and red-orange after it.
 *
 * @param {Oklab[]} anchors from the neutral to the end: lightness, then a chroma
 * @returns {(t: number) => ArrayLike<number>}
 */
function mirrored(anchors) {
  const [blue, red] = [255, 42].map((degrees) => (degrees * Math.PI) / 180);
  return (t) => {
    // The two middle colours are both neutral: zero lies between them and has no sign.
    const steps = Math.max(0, Math.abs(t * (SIZE - 1) - (SIZE - 1) / 2) - 0.5);
    const along = (steps / (SIZE / 2 - 1)) * (anchors.length - 1);
    const from = Math.min(Math.floor(along), anchors.length - 2);
    const [lightness, chroma] = mix(anchors[from], anchors[from + 1], along - from);
    const hue = t < 0.5 ? blue : red;
    return toBytes([lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)]);
  };
}

/**
 * @param {Oklab} from
 * @param {Oklab} to
 * @param {number} share
 * @returns {Oklab}
 */
function mix(from, to, share) {
  const [lightness, a, b] = from.map((value, index) => value + share * (to[index] - value));
  return [lightness, a, b];
}

/**
 * The nearest sRGB colour; the palettes stay inside what a screen shows, so that only rounding
 * is lost.
 *
 * @param {Oklab} color
 */
function toBytes([lightness, a, b]) {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return Uint8ClampedArray.from(
    [
      4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
      -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
      -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
    ],
    fromLinear,
  );
}

/** @param {number} t lightness in [0, 1], encoded as image files are */
function greyBytes(t) {
  return new Uint8Array(3).fill(Math.round(255 * t));
}

/** @param {number} byte an sRGB channel */
function toLinear(byte) {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** @param {number} light a linear channel in [0, 1] */
function fromLinear(light) {
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
}
