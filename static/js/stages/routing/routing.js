/** Routing: which capsule votes for which class, iteration by iteration and step by step. */

import { element } from "../../widgets/dom.js";
import { classNoun, shownDigit } from "../../state/state.js";
import { mountEntropyChart } from "./entropy-chart.js";
import { mountEvenByAgreement } from "./even-by-agreement.js";
import { mountEvenByAttention } from "./even-by-attention.js";
import { mountLengthChart } from "./length-chart.js";
import { mountRoutingLinks } from "./links/links.js";
import { mountTimeline } from "./timeline.js";
import { mountVotesPlane } from "./votes/plane.js";

export const title = "Routing";

/** @typedef {import("../../state/state.js").Model} Model */

/** @param {Model} model */
const byAttention = ({ config }) => config.routing === "attention";

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    name: "links",
    title: "Links",
    mount(root, store, samples, tools, line) {
      const { model } = store.state;
      const noun = classNoun(model);
      root.append(mountRoutingLinks(store).root);
      mountTimeline(store, tools, line, () => {
        const name = model.class_names[shownDigit(store.state)];
        const counts = byAttention(model)
          ? "Votes that agree with the others count more, in one pass"
          : "Votes that agree count more in the next iteration";
        return `Each primary capsule votes for what every ${noun} would look like. ${counts}; orange links speak for ${name}, blue against.`;
      });
    },
  },
  {
    name: "votes",
    styles: "stages/routing-votes",
    title: "Votes",
    mount(root, store, samples, tools, line) {
      const { model } = store.state;
      root.append(mountVotesPlane(store).root);
      mountTimeline(store, tools, line, () => {
        const name = model.class_names[shownDigit(store.state)];
        const circles = byAttention(model)
          ? "the circle is v"
          : "numbered circles are v, iteration by iteration";
        return `Each dot is one capsule's vote for ${name}, seen in the two directions in which these votes differ most; ${circles}. Agreeing votes lie together.`;
      });
    },
  },
  {
    name: "without",
    styles: "stages/routing-lengths",
    title: "With and without",
    line: (model) =>
      byAttention(model)
        ? "This network has no first iteration with even couplings. They are computed here: every coupling is the same, votes and priors stay."
        : `In the first iteration every vote has the same weight, c = 1/${model.config.classes}: its lengths are those without routing. What the later iterations change is what routing adds.`,
    mount(root, store) {
      const { model } = store.state;
      const mountEven = byAttention(model) ? mountEvenByAttention : mountEvenByAgreement;
      root.append(mountEven(store).root);
    },
  },
  {
    name: "even",
    styles: "stages/routing-lengths",
    title: "How even",
    mount(root, store, samples, tools, line) {
      const { classes } = store.state.model.config;
      root.append(
        element(
          "div",
          { class: "routing-even" },
          mountEntropyChart(store).root,
          mountLengthChart(store).root,
        ),
      );
      mountTimeline(
        store,
        tools,
        line,
        () =>
          `Entropy says how even a capsule's couplings are: ${Math.log2(classes).toFixed(2)} bits where all ${classes} are the same, 0 where one takes everything. Beside it, what comes of it: the lengths.`,
      );
    },
  },
];
