import assert from "node:assert/strict";
import { test } from "node:test";

import {
  DRAWING,
  lastingProblem,
  passingProblem,
  withoutProblem,
  wordsOf,
} from "../../../static/js/state/problem.js";

test("what is thrown is told by its message, or as it is", () => {
  assert.equal(wordsOf(new RangeError("no such digit")), "no such digit");
  assert.equal(wordsOf("no answer"), "no answer");
});

test("a problem that passes takes the place of another", () => {
  assert.deepEqual(passingProblem(new Error("late")), {
    problem: { message: "late", owner: DRAWING },
  });
});

test("a problem that stays is told after those that stay, and in place of those that pass", () => {
  const first = lastingProblem({ problem: null }, "no such unit");
  assert.deepEqual(first, { problem: { message: "no such unit", owner: null } });
  assert.deepEqual(lastingProblem(first, "no such digit"), {
    problem: { message: "no such unit; no such digit", owner: null },
  });
  assert.deepEqual(lastingProblem(passingProblem("late"), "no such digit"), {
    problem: { message: "no such digit", owner: null },
  });
});

test("an answer ends the problem of its own owner only", () => {
  const problem = passingProblem("no picture", "capsule");
  assert.deepEqual(withoutProblem(problem, DRAWING), problem);
  assert.deepEqual(withoutProblem(problem, "capsule"), { problem: null });
  const staying = lastingProblem({ problem: null }, "no such unit");
  assert.deepEqual(withoutProblem(staying, DRAWING), staying);
  assert.deepEqual(withoutProblem({ problem: null }, DRAWING), { problem: null });
});
