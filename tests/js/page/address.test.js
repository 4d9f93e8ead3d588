import assert from "node:assert/strict";
import { test } from "node:test";

import { encodePixels } from "../../../static/js/drawing/link-code.js";
import { linkTo } from "../../../static/js/page/address.js";
import { encode, startHistory } from "../../../static/js/drawing/strokes.js";
import { INITIAL_STATE, LONGEST_LINK } from "../../../static/js/state/url-fields.js";
import { seeded } from "../random.js";

/** @typedef {import("../../../static/js/state/state.js").State} State */

const START = "http://localhost:5000/";

/** @param {number} count of points, far from each other */
function scribble(count) {
  const random = seeded(3);
  /** @type {[number, number][]} */
  const points = Array.from({ length: count }, () => [280 * random(), 280 * random()]);
  return startHistory({ strokes: [{ points, width: 20, erase: false }] });
}

/**
 * @param {State["input"]} input
 * @param {State["drawing"]} [drawing]
 */
function link(input, drawing = startHistory()) {
  const fields = {
    ...INITIAL_STATE,
    digit: 3,
    drawing: input.kind === "strokes" ? encode(drawing.present) : null,
    pixels: input.kind === "pixels" && input.index === null ? encodePixels(input.pixels) : null,
  };
  return linkTo(fields, { input, drawing }, START);
}

test("a link carries drawings, test pictures and pixels, and nothing is missing from it", () => {
  const drawn = link({ kind: "strokes" }, scribble(250));
  assert.equal(drawn.missing, null);
  assert.match(drawn.href, /^http:\/\/localhost:5000\/\?v=2&drawing=[\w-]{900,}&digit=3$/);
  assert.equal(link({ kind: "strokes" }).missing, null);
  const random = seeded(5);
  const pixels = Uint8Array.from({ length: 784 }, () => Math.round(255 * random()));
  for (const index of [3, null]) {
    const { href, missing } = link({ kind: "pixels", pixels, name: "", index });
    assert.equal(missing, null);
    assert.ok(href.length <= LONGEST_LINK);
  }
});

test("a drawing that would make the link too long is not put into it, and that is told", () => {
  for (const count of [600, 4900, 5100]) {
    const { href, missing } = link({ kind: "strokes" }, scribble(count));
    assert.equal(href, `${START}?v=2&digit=3`);
    assert.match(String(missing), /too many strokes for a link of 2,000 characters/);
  }
});

test("a picture of one's own is told to be missing", () => {
  const picture = /** @type {const} */ ({ kind: "picture", blob: new Blob(), name: "photo" });
  const { href, missing } = link(picture, scribble(5));
  assert.equal(href, `${START}?v=2&digit=3`);
  assert.match(String(missing), /a picture of yours/);
});
