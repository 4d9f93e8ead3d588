/** The list of the page's pictures, each to be saved as PNG or as SVG. */

import { element } from "../widgets/dom.js";
import { nameOfView, slug } from "./actions.js";
import { figuresIn } from "./figures.js";
import { pngOf, svgOf } from "./picture-file.js";

const GROUPS = [
  { name: "The open stage", selector: "#stage" },
  { name: "The strip", selector: ".strip" },
  { name: "Inspector", selector: "#inspector" },
];

/**
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("./actions.js").Actions} actions
 */
export function createPictureList(store, { button, save }) {
  const root = element("div", { class: "stack" });

  /** @param {import("./figures.js").Figure} figure */
  function row(figure) {
    const { name } = figure;
    const file = slug(`${nameOfView(store.state)} ${name}`);
    const svg = () => svgOf(figure, sourceOf(store.state));
    return element(
      "li",
      {},
      element("span", {}, name),
      button("PNG", `${name}, as PNG`, async () => save(`${file}.png`, await pngOf(svg()))),
      button("SVG", `${name}, as SVG`, () =>
        save(`${file}.svg`, new Blob([svg().text], { type: "image/svg+xml" })),
      ),
    );
  }

  return {
    root,
    /** Lists what the page shows now. */
    show() {
      const groups = GROUPS.flatMap(({ name, selector }) => {
        const place = document.querySelector(selector);
        const figures = place ? figuresIn(place) : [];
        return figures.length > 0
          ? [element("h4", {}, name), element("ul", { class: "figures" }, ...figures.map(row))]
          : [];
      });
      root.replaceChildren(...groups);
    },
  };
}

/**
 * What a picture was made from, in words.
 * @param {import("../state/state.js").State} state
 */
function sourceOf({ model, trace }) {
  if (!trace) return `CapsNet Explorer · ${model.label}`;
  const { prediction, iterations } = trace;
  const read = trace.isBlank
    ? "nothing is drawn"
    : `reads ${trace.className}, length ${trace.values("lengths")[prediction].toFixed(3)}`;
  const rounds = `${iterations} routing ${iterations === 1 ? "iteration" : "iterations"}`;
  return `CapsNet Explorer · ${model.label} · ${read} · ${rounds}`;
}
