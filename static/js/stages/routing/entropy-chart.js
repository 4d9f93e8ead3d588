/** How far couplings are from even: their entropy by iteration, over all primary capsules. */

import { axisBottom, axisLeft, scaleLinear, select } from "d3";
import { choice, element } from "../../widgets/dom.js";
import { classNoun, shownIteration, switched, withSwitch } from "../../state/state.js";
import { entropies, spreadOf } from "../../network/coupling-entropy.js";

const WIDTH = 320;
const HEIGHT = 150;
const MARGIN = { top: 12, right: 12, bottom: 36, left: 44 };
/** Above this share of the most, couplings are called nearly even. */
const NEARLY = 0.95;
const COLUMNS = /** @type {const} */ ([
  ["mean", "mean"],
  ["least", "least"],
  ["lower", "lower quartile"],
  ["median", "median"],
  ["upper", "upper quartile"],
]);

/** @param {import("../../state/store.js").Scope} store */
export function mountEntropyChart(store) {
  const { classes } = store.state.model.config;
  const noun = classNoun(store.state.model);
  const most = Math.log2(classes);
  let whole = switched(store.state, "entropy") === "zero";

  const words = element("p", { class: "quiet" });
  const scale = choice(
    "Scale of the entropy",
    [
      { value: false, text: "close up" },
      { value: true, text: "from 0" },
    ],
    (value) => {
      store.update(withSwitch(store.state, "entropy", value ? "zero" : "close"));
      whole = value;
      show();
    },
  );
  const chart = element("div", { class: "chart" });
  const svg = select(chart)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img");
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", HEIGHT - 4)
    .attr("text-anchor", "middle")
    .text("iteration");
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("transform", `translate(9 ${(MARGIN.top + HEIGHT - MARGIN.bottom) / 2}) rotate(-90)`)
    .attr("text-anchor", "middle")
    .text("bits");
  const here = svg.append("line").attr("class", "here");
  const boxes = svg.append("g");
  const body = element("tbody", {});
  const table = element(
    "table",
    { class: "numbers" },
    element("caption", {}, "Entropy of the couplings in bits, over all capsules"),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...["iteration", ...COLUMNS.map(([, name]) => name)].map((name) =>
          element("th", { scope: "col" }, name),
        ),
      ),
    ),
    body,
  );
  const root = element(
    "section",
    { class: "stack entropy", "aria-label": "Entropy of the couplings" },
    element(
      "div",
      { class: "row" },
      element("h3", {}, "How even the couplings are"),
      element("span", { class: "push" }, scale.root),
    ),
    words,
    chart,
    element("div", { class: "scroll" }, table),
  );

  function show() {
    scale.show(whole);
    const { trace, model } = store.state;
    if (trace?.model !== model.name) return;
    // A preview's couplings are rounded, and entropies of rounded numbers would not be these.
    if (!trace.has("couplings") || !trace.isExact("couplings")) {
      if (!body.hasChildNodes()) words.textContent = "The couplings come when the pen rests.";
      root.toggleAttribute("data-late", body.hasChildNodes());
      return;
    }
    root.removeAttribute("data-late");
    const spreads = Array.from({ length: trace.iterations }, (_, iteration) =>
      spreadOf(entropies(trace.slice("couplings", iteration), classes)),
    );
    const shown = shownIteration(store.state);
    const { mean } = spreads[shown];
    words.textContent = `Couplings of iteration ${shown + 1} are ${mean > NEARLY * most ? "nearly even" : "uneven"}: their mean entropy is ${mean.toFixed(3)} of at most ${most.toFixed(3)} bits.`;
    body.replaceChildren(
      ...spreads.map((spread, iteration) =>
        element(
          "tr",
          { "data-shown": iteration === shown },
          element("th", { scope: "row" }, String(iteration + 1)),
          ...COLUMNS.map(([key]) => element("td", { class: "number" }, spread[key].toFixed(3))),
        ),
      ),
    );
    draw(spreads, shown);
  }

  /**
   * @param {import("../../network/coupling-entropy.js").Spread[]} spreads
   * @param {number} shown
   */
  function draw(spreads, shown) {
    const least = Math.min(...spreads.map((spread) => spread.least));
    // Close up, the axis begins at a tenth of a bit below the least.
    const low = whole ? 0 : Math.min(most - 0.1, Math.floor(10 * least) / 10);
    const y = scaleLinear([low, most], [HEIGHT - MARGIN.bottom, MARGIN.top]);
    const x = scaleLinear([0.5, spreads.length + 0.5], [MARGIN.left, WIDTH - MARGIN.right]);
    const ticks = Array.from({ length: 5 }, (_, index) => low + ((most - low) * index) / 4);
    left.call(
      axisLeft(y)
        .tickValues(ticks)
        .tickFormat((value) => Number(value).toFixed(2)),
    );
    bottom.call(
      axisBottom(x)
        .tickValues(spreads.map((_, index) => index + 1))
        .tickFormat((value) => String(value)),
    );
    const at = x(shown + 1);
    here
      .attr("x1", at)
      .attr("x2", at)
      .attr("y1", MARGIN.top)
      .attr("y2", HEIGHT - MARGIN.bottom);
    boxes
      .selectAll("g")
      .data(spreads)
      .join((enter) => {
        const group = enter.append("g");
        group.append("path").attr("class", "whisker").attr("fill", "none");
        group.append("rect").attr("class", "quartiles");
        group.append("circle").attr("class", "dot-own").attr("r", 3);
        return group;
      })
      .each(function place(spread, index) {
        const group = select(this);
        const middle = x(index + 1);
        group.select("path").attr("d", `M${middle} ${y(spread.upper)}V${y(spread.least)}m-4 0h8`);
        group
          .select("rect")
          .attr("x", middle - 7)
          .attr("width", 14)
          .attr("y", y(spread.upper))
          .attr("height", Math.max(1, y(spread.lower) - y(spread.upper)));
        group.select("circle").attr("cx", middle).attr("cy", y(spread.mean));
      });
    svg.attr(
      "aria-label",
      `Entropy of the couplings over iterations, at most ${most.toFixed(3)} bits for ${classes} ${noun === "digit" ? "digits" : "classes"}: dot for the mean, box for the middle half, line down to the least`,
    );
  }

  store.watch(["trace", "iteration"], show);
  return { root };
}
