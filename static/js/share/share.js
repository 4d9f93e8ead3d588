/** What a link holds, and links for teaching: they open a stage and hide parts of the page. */

import { element } from "../widgets/dom.js";
import { LABS } from "../state/state.js";
import { LONGEST_LINK } from "../state/url-fields.js";
import { PARTS } from "./parts.js";

const STAGES = /** @type {[import("../state/state.js").Stage, string][]} */ ([
  ["draw", "Draw"],
  ["conv1", "Conv1"],
  ["primary", "Primary capsules"],
  ["routing", "Routing"],
  ["digits", "Digit capsules"],
  ["reconstruction", "Reconstruction"],
  ...Object.entries(LABS),
]);
const HOLDS =
  "A link holds the network, the drawing, the test picture or the pixels set by hand, the open stage and its settings, the lab's state, the iterations and the step, the class looked at, the sliders, the pinned unit and the colours.";
const LACKS = `It cannot hold a picture of yours, nor a drawing of very many strokes: a link has at most ${LONGEST_LINK.toLocaleString("en")} characters, because mail programs and chats cut longer ones. Undo's memory stays with you.`;

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
  const missing = element("p", { class: "share-missing", hidden: true });
  const stage = element(
    "select",
    { "aria-label": "Stage that the link opens", onchange: () => void show() },
    ...STAGES.map(([value, title]) => element("option", { value }, title)),
  );
  const boxes = PARTS.map(({ name, title, group }) => {
    const box = element("input", { type: "checkbox", value: name, onchange: () => void show() });
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
    element("p", { class: "quiet" }, HOLDS),
    element("p", { class: "quiet" }, LACKS),
    element("h3", {}, "For teaching"),
    element(
      "p",
      { class: "quiet" },
      "The link opens a stage and hides what you tick. Whoever deletes hide=… from the address sees all again: it is no lock.",
    ),
    element("label", { class: "row" }, "It opens", stage),
    element("div", { class: "share-parts" }, ...groups),
  );
  document.body.append(dialog);
  let link = { href: "", missing: /** @type {string | null} */ (null) };

  async function show() {
    link = await address.link({
      stage: /** @type {import("../state/state.js").Stage} */ (stage.value),
      hidden: boxes.filter(({ box }) => box.checked).map(({ name }) => name),
    });
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
      for (const { name, box } of boxes) box.checked = hidden.includes(name);
      void show();
      dialog.showModal();
      close.focus();
    },
  };
}
