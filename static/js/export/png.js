/** An SVG as a PNG that knows its size on paper, and what it shows. */

import { contextOf } from "./appearance.js";

/** Pixels to an inch. */
export const DENSITY = 300;
const MILLIMETRES = 25.4;
/** Bytes of a PNG's signature and of its first chunk, which others follow. */
const HEAD = 33;

/**
 * @param {import("./figure-file.js").FigureFile} figure
 * @param {string} description
 * @returns {Promise<Blob>}
 */
export async function pngOf({ text, width, height }, description) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round((width / MILLIMETRES) * DENSITY);
    canvas.height = Math.round((height / MILLIMETRES) * DENSITY);
    contextOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
    /** @type {Blob} */
    const drawn = await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG was made")))),
    );
    return new Blob([withChunks(new Uint8Array(await drawn.arrayBuffer()), description)], {
      type: "image/png",
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * A PNG that says how large it is on paper, and what it shows.
 * @param {Uint8Array<ArrayBuffer>} png
 * @param {string} description
 */
export function withChunks(png, description) {
  const density = new DataView(new ArrayBuffer(9));
  const perMetre = Math.round((DENSITY * 1000) / MILLIMETRES);
  density.setUint32(0, perMetre);
  density.setUint32(4, perMetre);
  density.setUint8(8, 1); // metres
  // Keyword, not compressed, no language, no translated keyword, and the text.
  const words = new TextEncoder().encode(`Description\0\0\0\0\0${description}`);
  const added = [chunk("pHYs", new Uint8Array(density.buffer)), chunk("iTXt", words)];
  const whole = new Uint8Array(png.length + added.reduce((sum, each) => sum + each.length, 0));
  whole.set(png.subarray(0, HEAD));
  let at = HEAD;
  for (const each of added) {
    whole.set(each, at);
    at += each.length;
  }
  whole.set(png.subarray(HEAD), at);
  return whole;
}

/**
 * @param {string} type
 * @param {Uint8Array} content
 */
function chunk(type, content) {
  const made = new Uint8Array(12 + content.length);
  const view = new DataView(made.buffer);
  view.setUint32(0, content.length);
  made.set(new TextEncoder().encode(type), 4);
  made.set(content, 8);
  view.setUint32(8 + content.length, crc(made.subarray(4, 8 + content.length)));
  return made;
}

/** The check sum that PNG wants. @param {Uint8Array} bytes */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
