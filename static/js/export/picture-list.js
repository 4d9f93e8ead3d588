/** The page's pictures as figures for a paper: all of the open view in one, and each by itself. */

import { choice, element } from "../widgets/dom.js";
import { nameOfView, slug } from "./actions.js";
import { captionOf, titleOf } from "./caption.js";
import { figureFile } from "./figure-file.js";
import { figuresIn } from "./figures.js";
import { WIDTHS } from "./paper.js";
import { pngOf } from "./png.js";

/** Where pictures are, and what those places are called. */
const PLACES = [
  { name: "The open view", selector: '#stage [data-part="instruments"]' },
  { name: "Output", selector: '[data-part="lengths"], [data-part="pictures"]' },
  { name: "Inspector", selector: "#inspector" },
];

/**
 * @typedef {import("./figures.js").Figure} Figure
 *
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("../page/address.js").Address} address
 * @param {import("./actions.js").Actions} actions
 */
export function createPictureList(store, address, { button, save, say }) {
  /** @type {import("./paper.js").Width} */
  let width = WIDTHS[0];
  const columns = choice(
    "Width of the figure",
    [
      { value: WIDTHS[0], text: "One column, 84 mm" },
      { value: WIDTHS[1], text: "Two columns, 174 mm" },
    ],
    (value) => {
      width = value;
      columns.show(width);
    },
  );
  const list = element("div", { class: "stack" });
  columns.show(width);

  /** @param {Figure[]} figures */
  async function make(figures) {
    const { href: link } = await address.link();
    const { state } = store;
    const told = {
      title: titleOf(state, place()),
      caption: captionOf(state, { ...said(), link }),
      link,
    };
    const file = await onWhite(store, () => figureFile(figures, width, told));
    return { file, description: `${told.title}. ${told.caption} ${link}` };
  }

  /** @param {string} name @param {Figure[]} figures */
  function row(name, figures) {
    const file = () => {
      const { title, tab } = place();
      return slug(`${nameOfView(store.state)} ${title} ${tab} ${name} ${width}mm`);
    };
    return element(
      "li",
      {},
      element("span", {}, name),
      button("SVG", `${name}, as SVG`, async () => {
        const { file: made } = await make(figures);
        save(`${file()}.svg`, new Blob([made.text], { type: "image/svg+xml" }), tellSize(made));
      }),
      button("PNG", `${name}, as PNG`, async () => {
        const { file: made, description } = await make(figures);
        save(`${file()}.png`, await pngOf(made, description), tellSize(made));
      }),
      button("Copy picture", `Copy picture: ${name}`, async () => {
        const { file: made, description } = await make(figures);
        await copy(await pngOf(made, description));
        say(`The picture is copied, ${tellSize(made)}`);
      }),
    );
  }

  return {
    root: element("div", { class: "stack" }, columns.root, list),
    /** Lists what the page shows now. */
    show() {
      const groups = PLACES.flatMap(({ name, selector }) => {
        const figures = [...document.querySelectorAll(selector)].flatMap(figuresIn);
        if (figures.length === 0) return [];
        const rows = figures.map((figure) => row(figure.name, [figure]));
        if (figures.length > 1) rows.unshift(row(`${name}, as one figure`, figures));
        return [
          element("h4", {}, name),
          element("ul", { class: "figures", "data-figures": name }, ...rows),
        ];
      });
      list.replaceChildren(...groups);
    },
  };
}

/** Frames after which all that is shown is painted in another theme. */
const REPAINTED = 3;

/**
 * What is made while the page has its light colours: paper is white.
 * @template Made
 * @param {import("../state/store.js").WholeStore} store
 * @param {() => Made} make
 */
async function onWhite(store, make) {
  const { theme, dark } = store.state;
  if (!dark) return make();
  store.update({ theme: "light" });
  try {
    for (let frame = 0; frame < REPAINTED; frame++) await new Promise(requestAnimationFrame);
    return make();
  } finally {
    store.update({ theme });
  }
}

/** @param {import("./figure-file.js").FigureFile} file */
function tellSize({ width, height, left }) {
  const size = `${width} × ${Math.round(height)} mm`;
  if (left === 0) return size;
  return `${size}; ${left} ${left === 1 ? "label has" : "labels have"} no room at this width`;
}

/** @param {Blob} picture */
async function copy(picture) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
  } catch {
    // Without a secure context there is no clipboard.
    throw new Error("this browser does not let the page copy pictures: save it as PNG");
  }
}

/** Titles of what is open, as the page shows them. */
function place() {
  const tab = document.querySelector('#stage [role="tab"][aria-selected="true"]');
  return {
    title: document.querySelector("#stage-title")?.textContent?.trim() ?? "",
    tab: tab?.textContent?.trim() ?? "",
  };
}

/** What the page says of its pictures. */
function said() {
  const line = document.querySelector('#stage [data-part="line"]')?.textContent?.trim() ?? "";
  const told = [...document.querySelectorAll("#stage [data-caption]")];
  return { line, told: told.map((each) => each.textContent?.trim() ?? "") };
}
