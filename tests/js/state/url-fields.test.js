import assert from "node:assert/strict";
import { test } from "node:test";

import { encode, encodePixels } from "../../../static/js/drawing/link-code.js";
import { fitting } from "../../../static/js/page/address.js";
import {
  INITIAL_STATE,
  LONGEST_LINK,
  readState,
  writeState,
} from "../../../static/js/state/url-fields.js";
import { integer, seeded } from "../random.js";

/** @typedef {import("../../../static/js/state/url-fields.js").UrlState} UrlState */

/**
 * @template Value
 * @param {() => number} random
 * @param {readonly Value[]} values
 */
function pick(random, values) {
  return values[integer(random, 0, values.length - 1)];
}

/** @param {() => number} random */
function randomPixels(random) {
  return Uint8Array.from({ length: 784 }, () => (random() < 0.8 ? 0 : integer(random, 0, 255)));
}

/**
 * @param {() => number} random
 * @returns {UrlState}
 */
function randomState(random) {
  const count = integer(random, 1, 9);
  /** @type {[number, number][]} */
  const points = Array.from({ length: count }, () => [
    integer(random, 0, 280),
    integer(random, 0, 280),
  ]);
  const dims = Array.from({ length: 16 }, () => integer(random, -2000, 2000) / 1000);
  return {
    model: pick(random, [null, "mnist", "fashion-mnist-2"]),
    stage: pick(random, ["draw", "conv1", "primary", "routing", "digits", "reconstruction"]),
    tab: null,
    drawing: pick(random, [null, "", encode({ strokes: [{ points, width: 20, erase: false }] })]),
    sample: pick(random, [null, integer(random, 0, 9999)]),
    routing: pick(random, [null, integer(random, 1, 10)]),
    iteration: pick(random, [null, integer(random, 1, 10)]),
    step: pick(random, ["logits", "couplings", "sums", "digits", "agreement"]),
    quantity: pick(random, [null, "support", "couplings", "logits", "agreement"]),
    digit: pick(random, [null, integer(random, 0, 9)]),
    center: random() < 0.5,
    dims: pick(random, [null, dims]),
    unit: pick(random, [
      null,
      "kernel-3",
      `conv1-${integer(random, 0, 255)}-18-6`,
      "vote-31-2-0-3",
    ]),
    off: pick(random, [
      null,
      "type-3",
      `capsule-31-5-${integer(random, 0, 5)}.class-7.position-2-5`,
    ]),
    theme: pick(random, ["auto", "light", "dark"]),
    pixels: pick(random, [null, encodePixels(randomPixels(random))]),
    switches: pick(random, [{}, { order: "mean" }, { plane: "0.5", relu: "before", share: "35" }]),
    lab: pick(random, [null, "turn-30.zoom-1.5"]),
    hide: pick(random, [[], ["tour"], ["tour", "conv1"]]),
  };
}

/**
 * Asserts that a field is left as it was, and that the problem is told.
 *
 * @param {string} search
 * @param {RegExp} problem
 * @param {import("../../../static/js/state/url-fields.js").Context} [context]
 */
function assertLeftOut(search, problem, context) {
  const { state, problems } = readState(search, context);
  assert.deepEqual(state, INITIAL_STATE);
  assert.equal(problems.length, 1, search);
  assert.match(problems[0], problem);
}

test("a URL that says nothing has the initial state, and the initial state says nothing", () => {
  assert.deepEqual(readState(""), { state: INITIAL_STATE, problems: [] });
  assert.deepEqual(readState("?"), { state: INITIAL_STATE, problems: [] });
  assert.equal(writeState(INITIAL_STATE), "");
});

test("a state is written as a person would write it", () => {
  const state = { ...INITIAL_STATE, model: "mnist", digit: 0, center: false, iteration: 2 };
  assert.equal(writeState(state), "?v=2&model=mnist&iteration=2&digit=0&center=0");
  assert.equal(writeState({ ...INITIAL_STATE, unit: "conv1-18-3-6" }), "?v=2&unit=conv1-18-3-6");
});

test("sliders are written in two characters each", () => {
  // -2 is step 0, 0 is step 2000 = 31 * 64 + 16, 2 is step 4000 = 62 * 64 + 32.
  const dims = [-2, 0, 2, ...new Array(13).fill(0)];
  assert.equal(writeState({ ...INITIAL_STATE, dims }), `?v=2&dims=AAfQ-g${"fQ".repeat(13)}`);
});

test("sliders are rounded to thousandths and held within -2 and 2", () => {
  const dims = [0.12345, 7, -7, ...new Array(13).fill(0.0004)];
  const { state, problems } = readState(writeState({ ...INITIAL_STATE, dims }));
  assert.deepEqual(state.dims, [0.123, 2, -2, ...new Array(13).fill(0)]);
  assert.deepEqual(problems, []);
});

test("every state comes back from its URL", () => {
  const random = seeded(17);
  const context = {
    models: ["mnist", "fashion-mnist-2"],
    classes: 10,
    samples: 10_000,
    pixels: 784,
  };
  for (let round = 0; round < 500; round++) {
    const state = randomState(random);
    const search = writeState(state);
    assert.deepEqual(readState(search, context), { state, problems: [] });
    assert.deepEqual(readState(search).state, state);
    assert.equal(writeState(readState(search).state), search);
  }
});

test("numbers of iterations beyond their range are moved to its end", () => {
  const { state, problems } = readState("?routing=99&iteration=-3");
  assert.equal(state.routing, 10);
  assert.equal(state.iteration, 1);
  assert.deepEqual(problems, [
    'invalid routing in the link: "99" (expected 1 to 10)',
    'invalid iteration in the link: "-3" (expected 1 to 10)',
  ]);
});

test("an index out of range stands for nothing: no other picture or class takes its place", () => {
  const problem = /invalid digit in the link: "10" \(expected 0 to 9\)/;
  assertLeftOut("?digit=10", problem, { classes: 10 });
  assertLeftOut("?digit=-1", /expected 0 to 9/, { classes: 10 });
  assertLeftOut("?sample=500", /expected 0 to 499/, { samples: 500 });
  assert.equal(readState("?digit=9", { classes: 10 }).state.digit, 9);
});

test("what is not meant for a field is left out and told", () => {
  for (const off of [
    "type",
    "type-1..type-2",
    "type-1.",
    "kind-1",
    `type-1${".type-1".repeat(200)}`,
  ]) {
    assertLeftOut(`?${new URLSearchParams({ off })}`, /invalid off/);
  }
  for (const number of ["", "1.5", "0x2", "NaN", "1e1", " 3", "Infinity", "9".repeat(400)]) {
    assertLeftOut(`?${new URLSearchParams({ digit: number })}`, /invalid digit/);
    assertLeftOut(`?${new URLSearchParams({ routing: number })}`, /invalid routing/);
  }
  assertLeftOut("?stage=Routing", /expected draw, conv1, .*reconstruction/);
  assertLeftOut("?stage=constructor", /invalid stage/);
  assertLeftOut("?step=v", /expected logits, couplings, .*agreement/);
  assertLeftOut("?quantity=votes", /invalid quantity/);
  assertLeftOut("?theme=%3Cscript%3E", /invalid theme/);
  assertLeftOut("?center=true", /expected 0 or 1/);
  assertLeftOut("?drawing=!!", /expected a drawing from Share/);
  for (const unit of [
    "",
    "conv1",
    "conv1-",
    "conv1--3-6",
    "conv1-1.5-3-6",
    "Vote-1-2-3-4",
    "<b>-1",
  ]) {
    assertLeftOut(`?${new URLSearchParams({ unit })}`, /invalid unit .* such as conv1-18-3-6/);
  }
  assertLeftOut("?unit=conv1-1-2-3-4-5", /invalid unit/);
  assertLeftOut(`?unit=kernel-${"9".repeat(8)}`, /invalid unit/);
  assertLeftOut("?model=../../etc/passwd", /expected a name/);
  assertLeftOut(`?model=${"a".repeat(65)}`, /expected a name/);
  assertLeftOut("?model=other", /expected one of mnist, small/, { models: ["mnist", "small"] });
});

test("sliders that are too few, too many or no sliders are left out", () => {
  for (const dims of ["", "A", "A".repeat(31), "A".repeat(33), "!".repeat(32), "é".repeat(32)]) {
    assertLeftOut(`?${new URLSearchParams({ dims })}`, /the 16 values of a capsule/);
  }
  assert.deepEqual(readState("?dims=fQfQ", { dimensions: 2 }).state.dims, [0, 0]);
});

test("sliders beyond their range are moved to its end", () => {
  const { state, problems } = readState(`?dims=__${"fQ".repeat(15)}`);
  assert.deepEqual(state.dims, [2, ...new Array(15).fill(0)]);
  assert.match(problems[0], /expected values of -2 to 2/);
});

test("a problem quotes no more than 40 characters", () => {
  const [problem] = readState(`?stage=${"x".repeat(1900)}`).problems;
  assert.ok(problem.length < 240);
  assert.match(problem, /x{40}…/);
});

test("names that are no field are ignored", () => {
  const search = "?__proto__=1&constructor=2&utm_source=x&toString=3";
  assert.deepEqual(readState(search), { state: INITIAL_STATE, problems: [] });
});

test("the first of two values counts", () => {
  assert.equal(readState("?digit=3&digit=x").state.digit, 3);
});

test("random queries never fail, and what they leave is a state that comes back", () => {
  const random = seeded(19);
  const names = [...Object.keys(INITIAL_STATE), "other"];
  const signs = "0123456789-_.%&=+ aAzZ\u0000é\ud800<>\"'/\\";
  for (let round = 0; round < 3000; round++) {
    const fields = Array.from({ length: integer(random, 0, 6) }, () => {
      const length = integer(random, 0, 12);
      const text = Array.from({ length }, () => pick(random, [...signs])).join("");
      return `${pick(random, names)}=${text}`;
    });
    const { state } = readState(`?${fields.join("&")}`);
    assert.deepEqual(readState(writeState(state)), { state, problems: [] });
  }
});

test("a link of an unknown version is not guessed at: nothing of it holds, and that is told", () => {
  for (const version of ["3", "0", "", "1.0", "latest"]) {
    assertLeftOut(
      `?v=${version}&stage=conv1&digit=3`,
      /invalid v in the link: .* \(expected 1 or 2\)/,
    );
  }
  assert.equal(readState("?v=2&stage=conv1").state.stage, "conv1");
});

test("a link of the first version opens what it opened", () => {
  assert.equal(readState("?v=1&stage=conv1").state.stage, "conv1");
  assert.equal(readState("?v=1&digit=3").state.stage, "routing");
  assert.equal(readState("?digit=3").state.stage, INITIAL_STATE.stage);
});

test("a link of the first version has the settings that held then", () => {
  const was = { order: "index", squash: "after" };
  assert.deepEqual(readState("?v=1&stage=primary").state.switches, was);
  const order = readState("?v=1&switches=order-mean").state.switches;
  assert.deepEqual(order, { order: "mean", squash: "after" });
  // What holds now without being named needs no name.
  const both = readState("?v=1&switches=order-maximum_squash-before_relu-before").state.switches;
  assert.deepEqual(both, { relu: "before" });
  assert.deepEqual(readState("?stage=primary").state.switches, {});
});

test("a link to the lab of one capsule opens the stage that it has become", () => {
  for (const version of ["", "v=1&", "v=2&"]) {
    const open = (/** @type {string} */ rest) => {
      const { state, problems } = readState(`?${version}stage=perturb${rest}`);
      assert.deepEqual(problems, []);
      return { stage: state.stage, tab: state.tab, lab: state.lab };
    };
    const stage = "reconstruction";
    assert.deepEqual(open(""), { stage, tab: null, lab: null });
    const swing = { stage, tab: null, lab: "reconstruction.dim-4" };
    assert.deepEqual(open("&lab=perturb.dim-4"), swing);
    const way = { stage, tab: "between", lab: "reconstruction.dim-4.to-k_3_1_-2.at-8" };
    assert.deepEqual(open("&lab=perturb.dim-4.to-k_3_1_-2.at-8"), way);
    const other = { stage, tab: null, lab: "pose.kind-shear" };
    assert.deepEqual(open("&lab=pose.kind-shear"), other);
  }
  assert.equal(readState("?stage=perturb&switches=grid-0.5").state.switches.grid, "0.5");
});

test("a link that is too long holds nothing, and that is told", () => {
  assertLeftOut(`?stage=conv1&x=${"y".repeat(LONGEST_LINK)}`, /2,0\d\d characters .*at most 2,000/);
});

test("pixels of another size are left out", () => {
  const pixels = encodePixels(new Uint8Array(783).fill(9));
  assertLeftOut(`?pixels=${pixels}`, /pixels from Share/, { pixels: 784 });
  assertLeftOut("?pixels=AA", /pixels from Share/, { pixels: 784 });
});

test("settings and names of parts are checked one by one", () => {
  assert.deepEqual(readState("?switches=order-mean_relu-after").state.switches, { order: "mean" });
  assertLeftOut("?switches=order-best", /order one of maximum, mean, index/);
  assertLeftOut("?switches=label-256", /label one of read, 0, 1, …, 255/);
  for (const text of ["constructor-x", "order", "order-mean_", "__proto__-x"]) {
    assertLeftOut(`?switches=${text}`, /settings from Share/);
  }
  assert.deepEqual(readState("?hide=tour,conv1.tour").state.hide, ["tour", "conv1"]);
  for (const text of ["", "Tour", "a{}", "tour..x", "x".repeat(401)]) {
    assertLeftOut(`?${new URLSearchParams({ hide: text })}`, /names of parts/);
  }
  for (const text of ["", "<b>", "-x", "x".repeat(1501)]) {
    assertLeftOut(`?${new URLSearchParams({ lab: text })}`, /state of a lab/);
  }
});

test("what there is no room for is left out, the largest first, and named", () => {
  const state = { ...INITIAL_STATE, drawing: "A".repeat(1500), lab: "b".repeat(700), digit: 3 };
  assert.deepEqual(fitting(state, 3000).left, []);
  const { search, left } = fitting(state, LONGEST_LINK);
  assert.deepEqual(left, ["drawing"]);
  assert.equal(search, `?v=2&digit=3&lab=${"b".repeat(700)}`);
  assert.deepEqual(fitting(state, 100), { search: "?v=2&digit=3", left: ["drawing", "lab"] });
});
