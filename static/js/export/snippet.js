/** A Python program that computes with the network what the page shows. */

/** Characters of text on one of its lines. */
const WIDTH = 76;

/**
 * @typedef {Object} Shown what the page shows
 * @property {string} model name of the network
 * @property {string} sha256 of its checkpoint file
 * @property {string[]} classNames
 * @property {number} routing iterations
 * @property {number[]} shape of the image
 * @property {string} image its float32 numbers, compressed by zlib, as base64
 * @property {number} digit the class whose capsule is decoded
 * @property {number[] | null} values the capsule in hand; null where the network's own is shown
 */

/**
 * The program's text. Run from the project's root, it prints the lengths that the page shows and the
 * squared error of the picture that it shows.
 * @param {Shown} shown
 */
export function snippet({ model, sha256, classNames, routing, shape, image, digit, values }) {
  const sizes = shape.join(", ");
  const lines = image.match(new RegExp(`.{1,${WIDTH}}`, "g")) ?? [];
  const picture = values
    ? `# The capsule in hand, and what the decoder draws from it.
capsule = torch.tensor([${quoted([values]).slice(1, -1)}])
picture = capsnet.decode(capsule, torch.tensor([${digit}]))[0]`
    : `# What the decoder draws from the capsule that is looked at.
picture = trace.reconstructions[${digit}]`;
  return `"""What CapsNet Explorer showed, computed anew. Run it from the project's root."""

import sys
import zlib
from base64 import b64decode

import numpy as np
import torch

sys.path.insert(0, ".")  # the project's root, wherever this file is
from model import load

# What the network received: ${shape.join(" x ")} numbers of float32, compressed.
IMAGE = b64decode(
${lines.map((line) => `    "${line}"`).join("\n")}
)
pixels = np.frombuffer(zlib.decompress(IMAGE), "<f4").reshape(${sizes})

# Its checkpoint's sha256: ${sha256}
capsnet = load(${quoted(model)})
trace = capsnet.trace(torch.from_numpy(pixels.copy()), routing=${routing})
names = ${quoted(classNames)}
for name, length in zip(names, trace.lengths.tolist(), strict=True):
    print(f"{name} {length:.3f}")

${picture}
error = ((picture - trace.image) ** 2).sum()
print(f"squared error of capsule {names[${digit}]}: {error:.2f}")
`;
}

/**
 * Numbers as base64 of what zlib makes of them.
 * @param {Float32Array} values
 */
export async function compressed(values) {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * A text, or lists of texts or numbers, as Python reads it: JSON's escapes are Python's too.
 * @param {unknown} value
 */
function quoted(value) {
  return JSON.stringify(value).replaceAll(",", ", ");
}
