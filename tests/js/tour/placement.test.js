import assert from "node:assert/strict";
import { test } from "node:test";

import { placeCard, scrollTowards } from "../../../static/js/tour/placement.js";
import { integer, seeded } from "../random.js";

const CARD = { width: 330, height: 220 };
const SCREEN = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SHEET = { width: 374, height: 200 };

/**
 * @typedef {import("../../../static/js/tour/placement.js").Rect} Rect
 * @param {Rect} one
 * @param {Rect} other
 */
function meet(one, other) {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

test("a card stands to the right of what has room there, and else to its left", () => {
  const left = placeCard({ left: 20, top: 300, width: 200, height: 200 }, CARD, SCREEN);
  assert.deepEqual(left, { left: 234, top: 290 });
  const right = placeCard({ left: 1200, top: 300, width: 200, height: 200 }, CARD, SCREEN);
  assert.ok(right.left + CARD.width <= 1440 - 8);
  assert.ok(right.top + CARD.height < 300 || right.top > 500 || right.left + CARD.width < 1200);
});

test("a card stands below what is as wide as the window", () => {
  const { top } = placeCard({ left: 0, top: 0, width: 1440, height: 60 }, CARD, SCREEN);
  assert.equal(top, 74);
});

test("a card is within the window, and covers nothing of a target that leaves it room", () => {
  const random = seeded(23);
  for (let round = 0; round < 500; round++) {
    const width = integer(random, 10, 500);
    const height = integer(random, 10, 400);
    const target = {
      left: integer(random, 0, SCREEN.width - width),
      top: integer(random, 0, SCREEN.height - height),
      ...{ width, height },
    };
    const place = placeCard(target, CARD, SCREEN);
    assert.ok(place.left >= 8 && place.left + CARD.width <= SCREEN.width - 8);
    assert.ok(place.top >= 8 && place.top + CARD.height <= SCREEN.height - 8);
    assert.ok(!meet(target, { ...place, ...CARD }), JSON.stringify(target));
  }
});

test("of places beside the target, the card takes that which covers least of what is watched", () => {
  const target = { left: 600, top: 300, width: 200, height: 200 };
  const free = placeCard(target, CARD, SCREEN);
  assert.deepEqual(
    free,
    placeCard(target, CARD, SCREEN, [{ ...free, left: 0, width: 100, height: 9 }]),
  );
  const watched = { ...free, width: 300, height: 300 };
  const elsewhere = placeCard(target, CARD, SCREEN, [watched]);
  assert.ok(!meet({ ...elsewhere, ...CARD }, watched));
  assert.ok(!meet({ ...elsewhere, ...CARD }, target));
  // The target itself is never covered for the sake of it.
  const everything = { left: 0, top: 0, width: 1440, height: 900 };
  assert.ok(!meet({ ...placeCard(target, CARD, SCREEN, [everything]), ...CARD }, target));
});

test("in a narrow window the card is a sheet below, or above what lies below", () => {
  const high = { left: 10, top: 100, width: 370, height: 400 };
  assert.deepEqual(placeCard(high, SHEET, PHONE), { left: 8, top: 636 });
  const low = { left: 8, top: 460, width: 374, height: 376 };
  assert.deepEqual(placeCard(low, SHEET, PHONE), { left: 8, top: 8 });
});

test("the page is scrolled only to what is not in sight beside the sheet", () => {
  assert.equal(scrollTowards({ left: 0, top: 50, width: 300, height: 300 }, SHEET, PHONE), 0);
  // 630 pixels are free: the target's middle comes to theirs.
  assert.equal(scrollTowards({ left: 0, top: 900, width: 300, height: 100 }, SHEET, PHONE), 635);
  // What is taller than that begins at its top.
  assert.equal(scrollTowards({ left: 0, top: 900, width: 300, height: 700 }, SHEET, PHONE), 892);
  assert.equal(scrollTowards({ left: 0, top: -80, width: 300, height: 100 }, CARD, SCREEN), -480);
});
