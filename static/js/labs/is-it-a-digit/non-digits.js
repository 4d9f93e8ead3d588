/** Samples that are no digits: letters, shapes and scribbles of our own, and noise. No DOM. */

/**
 * @typedef {{name: string, strokes: [number, number][][]}} Drawn in the space of a drawing
 * @typedef {{name: string, share: number, seed: number}} Noise share of the pixels that hold ink
 */

/** @type {Drawn[]} */
export const DRAWN = [
  {
    name: "letter A",
    strokes: [
      [
        [70, 232],
        [140, 48],
        [210, 232],
      ],
      [
        [96, 168],
        [184, 168],
      ],
    ],
  },
  {
    name: "letter E",
    strokes: [
      [
        [200, 55],
        [86, 55],
        [86, 226],
        [202, 226],
      ],
      [
        [86, 138],
        [180, 138],
      ],
    ],
  },
  {
    name: "letter H",
    strokes: [
      [
        [80, 50],
        [80, 230],
      ],
      [
        [200, 50],
        [200, 230],
      ],
      [
        [80, 140],
        [200, 140],
      ],
    ],
  },
  {
    name: "letter K",
    strokes: [
      [
        [86, 50],
        [86, 230],
      ],
      [
        [198, 52],
        [88, 150],
        [206, 230],
      ],
    ],
  },
  {
    name: "letter M",
    strokes: [
      [
        [62, 230],
        [72, 55],
        [140, 150],
        [208, 55],
        [218, 230],
      ],
    ],
  },
  {
    name: "letter X",
    strokes: [
      [
        [75, 55],
        [205, 225],
      ],
      [
        [205, 55],
        [75, 225],
      ],
    ],
  },
  {
    name: "house",
    strokes: [
      [
        [70, 140],
        [140, 60],
        [210, 140],
        [210, 228],
        [70, 228],
        [70, 140],
        [210, 140],
      ],
    ],
  },
  {
    name: "star",
    strokes: [
      [
        [140, 45],
        [190, 225],
        [52, 112],
        [228, 112],
        [90, 225],
        [140, 45],
      ],
    ],
  },
  { name: "spiral", strokes: [spiral()] },
  {
    name: "scribble",
    strokes: [
      [
        [50, 84],
        [228, 58],
        [62, 122],
        [236, 130],
        [52, 182],
        [226, 202],
        [84, 236],
        [150, 52],
        [188, 232],
      ],
    ],
  },
];

/** @type {Noise[]} */
export const NOISE = [
  { name: "dense noise", share: 0.4, seed: 1 },
  { name: "sparse noise", share: 0.08, seed: 2 },
];

/**
 * Pixels of which a share, drawn by lot, holds ink of any darkness: the same at every call.
 * @param {Noise} noise
 * @param {number} size
 */
export function noisePixels({ share, seed }, size) {
  let state = seed;
  // A linear congruence; its low bits hardly vary.
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  return Uint8Array.from({ length: size }, () =>
    random() < share ? Math.floor(1 + 255 * random()) : 0,
  );
}

/** @returns {[number, number][]} */
function spiral() {
  return Array.from({ length: 60 }, (_, index) => {
    const angle = index / 4;
    const radius = 12 + 1.45 * index;
    return [Math.round(140 + radius * Math.cos(angle)), Math.round(140 + radius * Math.sin(angle))];
  });
}
