/** Two digits over each other, and a network that was trained to read both. */

import { getModels } from "../api.js";
import { element } from "../dom.js";
import { createPlotTable } from "./plot-table.js";
import { postOverlap } from "./lab-api.js";
import { labState, withLabState } from "./lab-state.js";
import { inkShares, longestTwo, matched, shares, SHIFT, tellRead } from "./overlap.js";
import { createOverlapPictures } from "./overlap-pictures.js";
import { createPlaces } from "./overlap-places.js";
import { createSecondDigit } from "./second-digit.js";

export const title = "Which two digits are these?";

const LAB = "two-digits";

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 * @param {import("../samples.js").SampleDrawing[]} samples
 */
export function mount(root, store, samples) {
  const { image } = store.state.model;
  const body = element("div", { class: "stack" });
  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      "A network for pairs of digits reads your drawing and a second digit laid over it. Its two longest capsules name them, and " +
        "the decoder draws each from its own capsule: the routing has to give every primary capsule to the one digit or the " +
        "other, even where the two share ink (section 6 of the paper).",
    ),
    body,
    element(
      "p",
      { class: "quiet lab-words" },
      `Limits: it was trained on two different digits of MNIST, each moved by up to ${SHIFT} pixels, and always names two, also where there is ` +
        "one or three. Whose ink a pixel is follows from what the decoder draws, which shows what the capsules hold and not how the answer came about.",
    ),
  );
  body.append(element("p", { class: "quiet" }, "Looking for a network for two digits…"));
  getModels().then(
    ({ pairs }) => {
      if (!root.contains(body)) return;
      const fitting = pairs.find(
        (each) =>
          each.image.channels === image.channels &&
          each.image.height === image.height + 2 * SHIFT &&
          each.image.width === image.width + 2 * SHIFT,
      );
      body.replaceChildren(
        ...(fitting ? mountReader(store, samples, fitting) : [absent(pairs.length > 0)]),
      );
    },
    (error) => {
      if (root.contains(body)) body.replaceChildren(element("p", {}, error.message));
    },
  );
}

/** @param {boolean} others whether there is one for other images */
function absent(others) {
  return element(
    "p",
    { "data-missing": "" },
    others
      ? "The network for two digits that this server has takes digits of another size than the network chosen above. Choose another one there."
      : "This server has no network for two digits. ",
    others ? "" : element("code", {}, "python -m model.train multimnist"),
    others ? "" : " trains one; start the server again afterwards.",
  );
}

/**
 * @param {import("../store.js").Scope} store
 * @param {import("../samples.js").SampleDrawing[]} samples
 * @param {import("../store.js").Model} reader
 */
function mountReader(store, samples, reader) {
  const { class_names: names, config } = reader;
  const size = reader.image.height * reader.image.width;
  /** @type {Awaited<ReturnType<typeof postOverlap>> | null} */
  let answer = null;
  let busy = false;
  let stale = false;
  let ended = false;

  const second = createSecondDigit(store, samples, ask);
  const places = createPlaces(store, ask);
  const pictures = createOverlapPictures(reader);
  places.dragOn(pictures.canvas, () => answer && answer.parts);
  const verdict = element("p", { class: "verdict", role: "status", "data-read": "" });
  const whose = element("p", { class: "quiet", "data-whose": "" });
  const selects = /** @type {const} */ (["first", "second"]).map((which) => {
    const select = element(
      "select",
      {
        "aria-label": `Capsule that is drawn as the ${which}`,
        onchange: () =>
          store.update(withLabState(store.state, LAB, { [which]: select.value || null })),
      },
      element("option", { value: "" }, "as it is read"),
      ...names.map((name, index) => element("option", { value: index }, name)),
    );
    return { which, select };
  });
  const rows = names.map((name) => {
    const bar = element("span", { class: "two-bar" });
    const number = element("td", { class: "number" });
    const root = element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      number,
      element("td", { class: "two-track", "aria-hidden": "true" }, bar),
    );
    return { root, bar, number };
  });
  const lengths = element(
    "table",
    { class: "numbers two-lengths" },
    element("caption", {}, "Length of each digit; the margin of training is 0.9"),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...["digit", "length", "0 to 1"].map((text) => element("th", { scope: "col" }, text)),
      ),
    ),
    element("tbody", {}, ...rows.map(({ root }) => root)),
  );
  const table = createPlotTable({
    summary: "Ink as a table",
    caption: "How much of the ink of each row of the picture is whose",
  });

  /** The two that are read, in the order of the digits that they draw. @returns {[number, number]} */
  function asRead() {
    if (!answer) return [0, 1];
    return matched(longestTwo(answer.lengths), answer.parts, answer.reconstructions);
  }

  /** The two capsules that are drawn. @returns {[number, number]} */
  function drawn() {
    const kept = labState(store.state, LAB);
    const read = asRead();
    const [first, other] = selects.map(({ which }, index) => {
      const chosen = kept[which] === undefined ? Number.NaN : Number(kept[which]);
      return names[chosen] === undefined ? read[index] : chosen;
    });
    return [first, other];
  }

  async function ask() {
    const { trace, model } = store.state;
    if (ended || trace?.model !== model.name || !second.image) return;
    if (busy) {
      stale = true;
      return;
    }
    if (trace.isBlank) {
      verdict.textContent = "Nothing is drawn.";
      return;
    }
    busy = true;
    stale = false;
    try {
      const [first_shift, second_shift] = places.shifts;
      const [first, other] = [trace.values("image"), second.image];
      answer = await postOverlap({
        ...{ model: reader.name, first, second: other, first_shift, second_shift },
      });
      if (!ended) show();
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      if (!ended) store.update({ problem: { message, lasting: false } });
    } finally {
      busy = false;
    }
    if (stale) void ask();
  }

  function show() {
    if (!answer) return;
    const { image, lengths: long, reconstructions } = answer;
    const [first, other] = drawn();
    const kept = labState(store.state, LAB);
    selects.forEach(({ which, select }) => (select.value = kept[which] ?? ""));
    const [one, two] = [first, other].map((index) =>
      reconstructions.subarray(index * size, (index + 1) * size),
    );
    pictures.show(image, one, two, [names[first], names[other]]);
    verdict.textContent = tellRead(long, names);
    const read = asRead();
    rows.forEach(({ root, bar, number }, index) => {
      number.textContent = long[index].toFixed(3);
      bar.style.transform = `scaleX(${long[index]})`;
      const place = read.indexOf(index);
      root.toggleAttribute("data-first", place === 0);
      root.toggleAttribute("data-second", place === 1);
    });
    const share = shares(one, two);
    const { first: own, second: others, nobody } = inkShares(image, share);
    whose.textContent = `Of the ink ${percent(own)} is the ${names[first]}'s and ${percent(others)} the ${names[other]}'s; at ${percent(nobody)} neither draws anything.`;
    const width = reader.image.width;
    table.show(
      ["row", names[first], names[other], "neither"],
      Array.from({ length: reader.image.height }, (_, row) => {
        const [from, to] = [row * width, (row + 1) * width];
        const part = inkShares(image.subarray(from, to), share.subarray(from, to));
        return [String(row), percent(part.first), percent(part.second), percent(part.nobody)];
      }),
    );
  }

  store.watch(["trace"], () => {
    // While the pen moves the strip comes first.
    if (store.state.trace?.isExact("reconstructions")) void ask();
  });
  store.watch(["lab"], show);
  store.onDispose(() => (ended = true));
  const measured = reader.measured;
  return [
    second.root,
    places.root,
    verdict,
    pictures.root,
    element(
      "p",
      { class: "quiet" },
      "Drag a digit in the first picture to move it. Of the two capsules that are read, orange is the one that draws the first digit better.",
    ),
    whose,
    element(
      "div",
      { class: "row" },
      element("span", { class: "key key-0" }),
      "draw the capsule",
      selects[0].select,
      element("span", { class: "key key-1" }),
      "and",
      selects[1].select,
    ),
    element("div", { class: "scroll" }, lengths),
    table.root,
    element(
      "p",
      { class: "quiet lab-words", "data-reader": "" },
      `${reader.title}, a network of ${reader.parameters.toLocaleString("en")} numbers: ${config.conv1_kernels} kernels, ${config.primary_types} types of primary capsules. ` +
        (measured
          ? `It read ${measured.errors.toLocaleString("en")} of ${measured.images.toLocaleString("en")} pairs of test digits wrong (${percent(measured.errors / measured.images)}): not both right.`
          : "How often it is wrong was not measured."),
    ),
  ];
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
