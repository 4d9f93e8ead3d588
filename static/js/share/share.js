/** Sharing: the link to what is shown, where a class finds it, and links for teaching. */

import { element } from "../widgets/dom.js";
import { LABS } from "../state/state.js";
import { LONGEST_LINK } from "../state/url-fields.js";
import { createClassAddress } from "./class-address.js";
import { PARTS } from "./parts.js";

const STAGES = /** @type {[import("../state/state.js").Stage, string][]} */ ([
  ["draw", "Draw"],
  ["conv1", "Conv1"],
  ["primary", "Primary capsules"],
  ["routing", "Routing"],
  ["digits", "Digit capsules"],
  ["reconstruction", "Decoder"],
  ...Object.entries(LABS),
]);
const HOLDS =
  "A link holds the network, the drawing, test picture or pixels, the open stage and tab with their settings, the iterations and the step, the digit, the sliders, the pinned unit and the colours.";
const LACKS = `It cannot hold a picture of your own, nor a drawing of very many strokes: a link has at most ${LONGEST_LINK.toLocaleString("en")} characters, because mail programs and chats cut longer ones.`;

/** What a link holds, and what it lacks. */
function createAbout() {
  return element(
    "details",
    {},
    element("summary", {}, "What a link holds"),
    element("p", { class: "quiet" }, HOLDS),
    element("p", { class: "quiet" }, LACKS),
  );
}

/**
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("../page/address.js").Address} address
 */
export function createSharing(store, address) {
  const field = element("input", {
    type: "text",
    readonly: true,
    class: "share-link",
    "aria-label": "The link",
    onfocus: () => field.select(),
  });
  const words = element("p", { class: "quiet", role: "status" });
  const missing = element("p", { class: "share-missing", "data-part": "missing", hidden: true });
  const forClass = createClassAddress();
  const stage = element(
    "select",
    { "aria-label": "Stage that the link opens", onchange: () => void show() },
    ...STAGES.map(([value, title]) => element("option", { value }, title)),
  );
  const parts = createPartBoxes(() => void show());
  const copyButton = element("button", { type: "button", onclick: () => void copy() }, "Copy");
  const close = element("button", { type: "button", onclick: () => dialog.close() }, "Close");
  const dialog = element(
    "dialog",
    {
      id: "sharing",
      "aria-labelledby": "sharing-title",
      // Keys pressed here are none of the page's own.
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
      onclick: (/** @type {MouseEvent} */ { target }) => {
        if (target === dialog) dialog.close();
      },
    },
    element(
      "div",
      { class: "row" },
      element("h2", { id: "sharing-title" }, "A link to what you see"),
      element("span", { class: "push" }, close),
    ),
    element("div", { class: "share-row" }, field, copyButton),
    words,
    missing,
    element("h3", {}, "For a class"),
    forClass.root,
    element("h3", {}, "For teaching"),
    element(
      "p",
      { class: "quiet" },
      "The link opens a stage and hides what you tick. It is not a lock: without hide=… the address shows everything again.",
    ),
    element("label", { class: "row" }, "It opens", stage),
    parts.root,
    createAbout(),
  );
  document.body.append(dialog);
  let link = { href: "", missing: /** @type {string | null} */ (null) };
  let shown = 0; // how often a link was asked for

  async function show() {
    const asked = ++shown;
    const opens = /** @type {import("../state/state.js").Stage} */ (stage.value);
    const made = await address.link({
      stage: opens,
      tab: opens === store.state.stage ? store.state.tab : null, // other stages have other tabs
      hidden: parts.ticked(),
    });
    const query = new URL(made.href).search;
    const start = await forClass.find(query.slice(1));
    if (asked !== shown) return;
    // For others, where they find this server by another name.
    link = { ...made, href: start + location.pathname + query };
    field.value = link.href;
    words.textContent = `${link.href.length.toLocaleString("en")} of ${LONGEST_LINK.toLocaleString("en")} characters`;
    missing.textContent = link.missing ?? "";
    missing.hidden = link.missing === null;
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(link.href);
      words.textContent = "The link is copied.";
    } catch {
      field.select();
      words.textContent =
        "This browser does not let the page copy: the link is marked, press Ctrl+C.";
    }
  }

  return {
    open() {
      const { stage: opened, hidden } = store.state;
      stage.value = opened;
      parts.tick(hidden);
      void show();
      dialog.showModal();
      close.focus();
    },
  };
}

/**
 * A box for each part of the page that a link can hide.
 * @param {() => void} changed
 */
function createPartBoxes(changed) {
  const boxes = PARTS.map(({ name, title, group }) => {
    const box = element("input", { type: "checkbox", value: name, onchange: changed });
    return { name, group, box, root: element("label", { class: "check" }, box, title) };
  });
  const groups = [...new Set(PARTS.map(({ group }) => group))].map((group) =>
    element(
      "fieldset",
      {},
      element("legend", {}, group),
      ...boxes.filter((each) => each.group === group).map(({ root }) => root),
    ),
  );
  return {
    root: element("div", { class: "share-parts" }, ...groups),
    ticked: () => boxes.filter(({ box }) => box.checked).map(({ name }) => name),
    /** @param {readonly string[]} names */
    tick(names) {
      for (const { name, box } of boxes) box.checked = names.includes(name);
    },
  };
}
