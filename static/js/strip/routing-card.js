/** Routing: how much each capsule type supports the winner, as links. */

import { strongLinks } from "../network/links.js";
import { shownDigit } from "../state/state.js";
import { supportByType } from "../server/trace.js";
import { mountCard } from "./card.js";
import { element } from "../widgets/dom.js";

/** Share of the winner's support that the card draws. */
const SHARE = 0.8;
/** Width of the strongest link, in CSS pixels. */
const WIDEST = 5;

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const canvas = element("canvas", { class: "links", role: "img" });
  const place = element("div", {}, canvas);
  const card = mountCard(root, store, { stage: "routing", title: "Routing", picture: place });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  new ResizeObserver(() => {
    const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) =>
      Math.round(side * devicePixelRatio),
    );
    if (width === canvas.width && height === canvas.height) return;
    canvas.width = width;
    canvas.height = height;
    show();
  }).observe(canvas);

  function show() {
    const { trace, model } = store.state;
    if (!trace || canvas.width === 0) return;
    const last = trace.iterations - 1;
    const support = supportByType(trace, last);
    const [, types, rows, columns, classes] = trace.shape("support");
    const digit = shownDigit(store.state);
    const count = types * rows * columns;
    card.describe(
      `${count.toLocaleString("en")} capsules vote for ${classes} classes · ${trace.iterations} ${trace.iterations === 1 ? "iteration" : "iterations"}`,
    );

    const strong = trace.isBlank ? [] : strongLinks(support, classes, digit, SHARE).links;
    const links = strong.filter((link) => link.digit === digit);
    canvas.setAttribute(
      "aria-label",
      links.length === 0
        ? "No links: nothing is drawn"
        : `${links.length} links hold ${100 * SHARE} % of the support for ${model.class_names[digit]}`,
    );
    const [width, height] = [canvas.width / devicePixelRatio, canvas.height / devicePixelRatio];
    const strongest = Math.abs(links[0]?.value ?? 1);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.lineCap = "round";
    context.fillStyle = colours.other;
    for (let index = 0; index < classes; index++) {
      context.fillRect(width - 6, ((index + 0.5) / classes) * height - 2, 4, 4);
    }
    // The weakest first, so that the strongest lie on top.
    for (const link of links.toReversed()) {
      const from = ((link.source + 0.5) / types) * height;
      const to = ((link.digit + 0.5) / classes) * height;
      context.strokeStyle = link.value < 0 ? colours.against : colours.own;
      context.lineWidth = Math.max(0.7, (WIDEST * Math.abs(link.value)) / strongest);
      context.beginPath();
      context.moveTo(4, from);
      context.bezierCurveTo(width / 2, from, width / 2, to, width - 6, to);
      context.stroke();
    }
  }

  let colours = { own: "", other: "", against: "" };
  store.watch(["dark"], () => {
    const style = getComputedStyle(canvas);
    colours = {
      own: style.getPropertyValue("--winner"),
      other: style.getPropertyValue("--other"),
      against: style.getPropertyValue("--negative"),
    };
  });
  store.watch(["trace", "digit", "dark"], show);
}
