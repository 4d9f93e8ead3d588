import assert from "node:assert/strict";
import { test } from "node:test";

import { inkCenter, path, simplify, transform } from "../../../static/js/drawing/stroke-shapes.js";
import { seeded } from "../random.js";

/**
 * @typedef {import("../../../static/js/drawing/strokes.js").Point} Point
 * @typedef {import("../../../static/js/drawing/strokes.js").Drawing} Drawing
 */

/**
 * @param {Point[]} points
 * @param {boolean} [erase]
 */
function stroke(points, erase = false) {
  return { points, width: 10, erase };
}

/**
 * @param {readonly number[]} found
 * @param {readonly number[]} expected
 */
function assertNear(found, expected) {
  assert.equal(found.length, expected.length);
  found.forEach((value, index) => assert.ok(Math.abs(value - expected[index]) < 1e-9, `${found}`));
}

test("one point is a dot, two are a line, none are nothing", () => {
  assert.deepEqual(path([]), []);
  assert.deepEqual(path([[3, 4]]), [
    ["M", 3, 4],
    ["L", 3, 4],
  ]);
  assert.deepEqual(
    path([
      [3, 4],
      [5, 6],
    ]),
    [
      ["M", 3, 4],
      ["L", 5, 6],
    ],
  );
});

test("a corner between long lines is rounded only near it", () => {
  assert.deepEqual(
    path([
      [0, 0],
      [100, 0],
      [100, 50],
    ]),
    [
      ["M", 0, 0],
      ["L", 95, 0],
      ["Q", 100, 0, 100, 5],
      ["L", 100, 50],
    ],
  );
});

test("curves between close points meet half way", () => {
  const commands = path([
    [0, 0],
    [4, 0],
    [4, 4],
    [8, 4],
  ]);
  assert.deepEqual(commands, [
    ["M", 0, 0],
    ["L", 2, 0],
    ["Q", 4, 0, 4, 2],
    ["L", 4, 2],
    ["Q", 4, 4, 6, 4],
    ["L", 8, 4],
  ]);
});

test("a path has numbers only, also where points repeat", () => {
  const commands = path([
    [5, 5],
    [5, 5],
    [5, 5],
    [9, 9],
    [9, 9],
  ]);
  assert.ok(commands.every(([, ...numbers]) => numbers.every(Number.isFinite)));
});

test("points on a straight line go, corners and the ends stay", () => {
  /** @type {Point[]} */
  const points = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 5],
    [2, 9],
  ];
  assert.deepEqual(simplify(points, 0.1), [
    [0, 0],
    [2, 0],
    [2, 9],
  ]);
});

test("the tip of a stroke that turns back on its own line stays", () => {
  assert.deepEqual(
    simplify(
      [
        [0, 0],
        [50, 0],
        [10, 0],
      ],
      1,
    ),
    [
      [0, 0],
      [50, 0],
      [10, 0],
    ],
  );
  assert.deepEqual(
    simplify(
      [
        [0, 0],
        [50, 0],
        [0, 0],
      ],
      1,
    ),
    [
      [0, 0],
      [50, 0],
      [0, 0],
    ],
  );
});

test("single points and nothing are as simple as can be", () => {
  assert.deepEqual(simplify([[1, 2]], 1), [[1, 2]]);
  assert.deepEqual(simplify([], 1), []);
});

test("every point left out lies within the tolerance of the line that is kept", () => {
  const random = seeded(5);
  /** @type {Point[]} */
  const points = [[140, 140]];
  for (let step = 0; step < 400; step++) {
    const [x, y] = points[step];
    points.push([x + 6 * random() - 3, y + 6 * random() - 3]);
  }
  const kept = simplify(points, 2);
  assert.ok(kept.length > 2 && kept.length < 300);
  for (const [x, y] of points) {
    const distances = kept.slice(1).map(([toX, toY], index) => {
      const [fromX, fromY] = kept[index];
      const [alongX, alongY] = [toX - fromX, toY - fromY];
      const dot = (x - fromX) * alongX + (y - fromY) * alongY;
      const share = Math.min(1, Math.max(0, dot / (alongX ** 2 + alongY ** 2)));
      return Math.hypot(fromX + share * alongX - x, fromY + share * alongY - y);
    });
    assert.ok(Math.min(...distances) <= 2 + 1e-9);
  }
});

test("the centre of ink weighs lines by their area and leaves out the eraser", () => {
  assert.deepEqual(inkCenter({ strokes: [] }), [140, 140]);
  assertNear(inkCenter({ strokes: [stroke([[30, 70]])] }), [30, 70]);
  assertNear(
    inkCenter({
      strokes: [
        stroke([
          [0, 0],
          [100, 0],
        ]),
      ],
    }),
    [50, 0],
  );
  const three = [
    stroke([
      [0, 0],
      [100, 0],
    ]),
    stroke([[0, 90]]),
    stroke([[9, 9]], true),
  ];
  // Areas: 1000 of the line, and 25 pi of the round ends of each.
  const ends = 25 * Math.PI;
  const area = 1000 + 2 * ends;
  assertNear(inkCenter({ strokes: three }), [((1000 + ends) * 50) / area, (ends * 90) / area]);
});

test("a transform that changes nothing keeps every point", () => {
  /** @type {Drawing} */
  const drawing = {
    strokes: [
      stroke([
        [10, 20],
        [30, 45],
      ]),
    ],
  };
  const [{ points, width, erase }] = transform(drawing, {}).strokes;
  points.forEach((point, index) => assertNear(point, drawing.strokes[0].points[index]));
  assert.deepEqual([width, erase], [10, false]);
});

test("a drawing turns clockwise, grows, leans to the right and moves about its own centre", () => {
  /** @type {Drawing} */
  const bar = {
    strokes: [
      stroke([
        [100, 80],
        [100, 120],
      ]),
    ],
  };
  /** @param {import("../../../static/js/drawing/stroke-shapes.js").Transform} how */
  const moved = (how) => transform(bar, how).strokes[0].points.flat();
  assertNear(moved({ turn: 90 }), [120, 100, 80, 100]);
  assertNear(moved({ scale: 2 }), [100, 60, 100, 140]);
  assertNear(moved({ shear: 0.5 }), [110, 80, 90, 120]);
  assertNear(moved({ dx: 7, dy: -3 }), [107, 77, 107, 117]);
  assertNear(moved({ scale: 0.5, turn: 180, dx: 1 }), [101, 110, 101, 90]);
  assert.equal(transform(bar, { scale: 2 }).strokes[0].width, 20);
});
