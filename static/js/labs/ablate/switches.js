/** What is off: a picture of all primary capsules and a row of classes, to be switched by a click. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { choice, element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { classNoun, shownDigit } from "../../state/state.js";
import { capsulesOff, switched, unitOf, unitWords } from "../../network/switched-off.js";

/** @typedef {import("../../network/switched-off.js").Off} Off */

/** Neither of the colours of support, and seen in both themes. */
const OFF = "#85888f";
/** As many parts as the line below the picture names. */
const NAMED = 6;

/** @param {import("../../state/store.js").Scope} store */
export function mountSwitches(store) {
  const { model } = store.state;
  const { class_names: names, config } = model;
  const { primary_types: types, classes } = config;
  const grid = { types, ...primaryGrid(config) };
  const layout = tileLayout({
    ...{ count: types, rows: grid.rows, columns: grid.columns, gap: 1 },
    across: Math.ceil(Math.sqrt(2 * types)),
  });
  /** @type {import("../../network/switched-off.js").Part} */
  let part = "type";
  /** @type {Off[]} */
  let past = [];
  /** @type {Off[]} */
  let future = [];
  let own = store.state.off; // what these switches made

  /** @param {Off} off */
  function set(off) {
    own = off;
    store.update({ off });
  }
  /** @param {Off} off */
  function change(off) {
    past = [...past, store.state.off];
    future = [];
    set(off);
  }
  /** @param {string} unit */
  const toggle = (unit) => change(switched(store.state.off, unit));

  const parts = choice(
    "A click switches",
    /** @type {{value: import("../../network/switched-off.js").Part, text: string}[]} */ ([
      { value: "type", text: "types" },
      { value: "position", text: "positions" },
      { value: "capsule", text: "single capsules" },
    ]),
    (value) => {
      part = value;
      parts.show(part);
    },
  );
  const undo = element(
    "button",
    { type: "button", "data-control": "undo-off", onclick: goBack },
    "Undo",
  );
  const redo = element("button", { type: "button", onclick: goOn }, "Redo");
  const all = element("button", { type: "button", onclick: () => change([]) }, "All on");
  const summary = element("p", { class: "quiet", role: "status", "data-off": "" });
  const legend = createLegend();
  const picture = createPicture({
    label: `Support of ${types} types of ${grid.rows} by ${grid.columns} capsules`,
    layout,
    describe: ({ index, row, column }) => {
      const { trace, off } = store.state;
      if (trace?.model !== model.name) return "";
      const digit = shownDigit(store.state);
      const value = trace.at("support", trace.iterations - 1, index, row, column, digit);
      const about = trace.isExact("support") ? "" : "≈ ";
      const at = (index * grid.rows + row) * grid.columns + column;
      const state = capsulesOff(off, grid)[at] ? "off" : "on";
      return `type ${index}, row ${row}, column ${column}: ${state}; support for ${names[digit]} ${about}${signed(value, 4)}`;
    },
    choose: (cell) => toggle(unitOf(part, cell)),
    nameTile: (tile) => `type ${tile}`,
    units: {
      store,
      part: "primary",
      unit: ({ index: type, row, column }) => ({
        ...{ kind: "vote", type, row, column, digit: shownDigit(store.state) },
      }),
    },
  });
  const votes = names.map((name, digit) =>
    element(
      "button",
      {
        type: "button",
        role: "switch",
        "aria-label": `votes for ${name}`,
        "data-unit": `class-${digit}`,
        onclick: () => toggle(`class-${digit}`),
      },
      name,
    ),
  );

  function goBack() {
    const before = past.at(-1);
    if (!before) return;
    past = past.slice(0, -1);
    future = [store.state.off, ...future];
    set(before);
  }
  function goOn() {
    const [next, ...rest] = future;
    if (!next) return;
    future = rest;
    past = [...past, store.state.off];
    set(next);
  }

  function paintOff() {
    const context = picture.canvas.getContext("2d");
    if (!context) return;
    context.fillStyle = OFF;
    capsulesOff(store.state.off, grid).forEach((isOff, at) => {
      if (!isOff) return;
      const { x, y } = layout.tile(Math.floor(at / (grid.rows * grid.columns)));
      const row = Math.floor(at / grid.columns) % grid.rows;
      context.fillRect(x + (at % grid.columns), y + row, 1, 1);
    });
  }

  store.watch(["off"], () => {
    const { off } = store.state;
    if (off !== own) past = future = [];
    own = off;
    undo.disabled = past.length === 0;
    redo.disabled = future.length === 0;
    all.disabled = off.length === 0;
    votes.forEach((button, digit) => {
      button.setAttribute("aria-checked", String(!off.includes(`class-${digit}`)));
    });
    const count = capsulesOff(off, grid).reduce((sum, each) => sum + each, 0);
    const named = off.slice(0, NAMED).map((unit) => unitWords(unit, names));
    const more = off.length > NAMED ? ` and ${off.length - NAMED} more` : "";
    summary.textContent = off.length
      ? `Off: ${named.join("; ")}${more}. ${count.toLocaleString("en")} of ${(types * grid.rows * grid.columns).toLocaleString("en")} capsules are off.`
      : "Nothing is off.";
  });
  store.watch(["trace", "digit", "dark", "off"], () => {
    const { trace, dark } = store.state;
    if (trace?.model !== model.name) return;
    const digit = shownDigit(store.state);
    const support = trace.slice("support", trace.iterations - 1);
    const values = Float32Array.from(
      { length: support.length / classes },
      (_, capsule) => support[capsule * classes + digit],
    );
    const palette = lookup(dark ? diverging.dark : diverging.light);
    const range = domain(values, { signed: true });
    picture.paint(values, { palette, domain: range });
    paintOff();
    legend.show(palette, range, `support for ${names[digit]}, with nothing off; grey is off`);
  });
  parts.show(part);

  return {
    toggle,
    root: element(
      "div",
      { class: "stack" },
      element(
        "div",
        { class: "row" },
        element("h3", {}, "Primary capsules"),
        element("span", { class: "row push" }, undo, redo, all),
      ),
      element("div", { class: "row" }, "A click switches", parts.root),
      picture.root,
      legend.root,
      element(
        "div",
        { class: "row votes-off", role: "group", "aria-label": "Votes of each class" },
        `All votes for ${classNoun(model)}`,
        ...votes,
      ),
      summary,
    ),
  };
}
