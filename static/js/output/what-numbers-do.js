/**
 * What each number of the capsule does, beside its slider: in words, as a picture, outlined in what
 * the decoder draws, and in seven pictures along its track. It comes after the first picture.
 */

import { diverging, lookup } from "../graphics/color.js";
import { contour } from "../graphics/contour.js";
import { paintTiles, putPixels, tileLayout } from "../graphics/raster.js";
import { wordsOf } from "../widgets/effect-words.js";
import { shownUnit } from "../state/state.js";
import { followEffects } from "./measured-effects.js";
import { mountAlongTrack } from "./along-track.js";
import { handedDigit } from "./slider-row.js";

/** The change of ink at which the colours of an effect end. */
const STRONG = 0.5;
/** Pixels that change by this share of the most are outlined. */
const SHARE = 0.4;
/** A change below this is none. */
const LEAST = 0.02;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {import("./measured-effects.js").Measured} Measured
 *
 * @param {import("../state/store.js").Store} store
 * @param {Object} parts
 * @param {import("./capsule-sliders.js").CapsuleSliders} parts.sliders
 * @param {ReturnType<typeof import("./pictures.js").mount>} parts.pictures
 */
export function mount(store, { sliders, pictures }) {
  /** @type {Measured | null} */
  let measured = null;
  const outline = createOutline(pictures.frame);
  mountAlongTrack(store, pictures.captions, sliders);

  followEffects(store, (newest) => {
    measured = newest;
    paint();
    showOutline();
    const sizes = newest?.differences.map((each) =>
      each.reduce((sum, value) => sum + Math.abs(value), 0),
    );
    if (sizes) sliders.measured(sizes);
  });
  store.watch(["dark", "model"], paint);
  store.watch(["pointed", "pinned", "digit", "held"], showOutline);

  function paint() {
    const { image } = store.state.model;
    const { height: rows, width: columns, channels } = image;
    const layout = tileLayout({ count: 1, rows, columns, across: 1 });
    const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
    const end = STRONG * channels;
    sliders.rows().forEach((row, dimension) => {
      const { effects = null } = measured ?? {};
      if (effects)
        row.tell(wordsOf(effects, dimension, { pixels: "" }), wordsOf(effects, dimension));
      else row.tell("", "");
      const pixels = new Uint32Array(rows * columns);
      const difference = measured?.differences[dimension] ?? new Float32Array(rows * columns);
      if (difference.length !== pixels.length) return; // of the network before
      paintTiles(pixels, difference, layout, { palette, domain: [-end, end] });
      putPixels(row.effect, pixels, columns, rows);
    });
  }

  function showOutline() {
    const unit = shownUnit(store.state);
    const ofThis = unit?.kind === "dimension" && unit.digit === handedDigit(store.state);
    const { height, width } = store.state.model.image;
    outline(ofThis ? (measured?.differences[unit.dimension] ?? null) : null, height, width);
  }
}

/**
 * Outlines the pixels of a picture that change most.
 * @param {() => HTMLElement} frame of the picture
 */
function createOutline(frame) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("class", "boxes");
  root.setAttribute("aria-hidden", "true");
  root.setAttribute("preserveAspectRatio", "none");
  const paths = ["changed-halo", "changed"].map((name) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    root.append(path);
    return path;
  });
  /** @type {(difference: Float32Array | null, rows: number, columns: number) => void} */
  return (difference, rows, columns) => {
    const sizes = difference?.map(Math.abs) ?? new Float32Array(0);
    const most = Math.max(LEAST, ...sizes);
    const d = contour(
      [...sizes].map((size) => size >= SHARE * most),
      ...[rows, columns],
    );
    root.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
    for (const path of paths) path.setAttribute("d", difference ? d : "");
    if (root.parentElement !== frame()) frame().append(root);
  };
}
