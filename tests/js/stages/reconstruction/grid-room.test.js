import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ABOVE,
  arrange,
  BESIDE,
  GAP,
} from "../../../../static/js/stages/reconstruction/grid-room.js";

const GRID = { count: 16, across: 11, image: { height: 28, width: 28 } };

/** What a column of rows takes. @param {ReturnType<typeof arrange>} arranged @param {typeof GRID} grid */
function taken({ columns, words, scale, gapDown }, { count, across, image }) {
  const rows = Math.ceil(count / columns);
  return {
    width: scale * (across * (image.width + GAP) - GAP) + (words === "beside" ? BESIDE : 0),
    height: scale * (rows * (image.height + gapDown) - gapDown) + (words === "above" ? ABOVE : 0),
  };
}

test("words stand above where the room is high, and beside where it is low", () => {
  const high = arrange(GRID, { width: 690, height: 340 });
  assert.deepEqual([high.columns, high.words], [2, "above"]);
  const low = arrange(GRID, { width: 690, height: 150 });
  assert.deepEqual([low.columns, low.words, low.gapDown], [2, "beside", GAP]);
  const phone = arrange(GRID, { width: 350, height: 800 });
  assert.deepEqual([phone.columns, phone.words], [1, "above"]);
});

test("rows never take more than their room, and words always have theirs", () => {
  for (const count of [1, 8, 16, 17]) {
    for (const image of [GRID.image, { height: 32, width: 48 }]) {
      const grid = { ...GRID, count, image };
      for (let width = 320; width <= 1200; width += 55) {
        for (let height = 110; height <= 900; height += 35) {
          const arranged = arrange(grid, { width, height });
          const { columns, words, scale, gapDown } = arranged;
          const room = { width: (width - 20 * (columns - 1)) / columns, height };
          const used = taken(arranged, grid);
          assert.ok(used.width <= room.width + 1e-6, `${width} ${height}`);
          assert.ok(used.height <= room.height + 1e-6, `${width} ${height}`);
          if (words === "above" && count > 1) assert.ok(scale * gapDown >= ABOVE - scale);
        }
      }
    }
  }
});
