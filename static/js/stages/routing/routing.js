/** Routing: who votes for whom, iteration by iteration and step by step. */

import { element } from "../../widgets/dom.js";
import { mountEntropyChart } from "./entropy-chart.js";
import { mountEvenByAttention } from "./even-by-attention.js";
import { mountLengthChart } from "./length-chart.js";
import { mountRoutingLinks } from "./links/links.js";
import { mountPainting } from "./painting.js";
import { mountRoutingPicture } from "./capsule-picture.js";
import { createScrubber } from "./scrubber.js";
import { mountEvenByAgreement } from "./even-by-agreement.js";
import { mountVotesPlane } from "./votes/plane.js";

/** @param {import("../../state/state.js").Model} model */
export const title = ({ config }) =>
  config.routing === "attention"
    ? "Routing by self-attention, in one pass"
    : "Routing by agreement";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const scrubber = createScrubber(store);
  const byAttention = store.state.model.config.routing === "attention";
  const compared = byAttention ? mountEvenByAttention(store) : mountEvenByAgreement(store);
  root.append(
    scrubber.root,
    element(
      "div",
      { class: "columns routing-columns" },
      element(
        "div",
        { class: "stack" },
        mountRoutingLinks(store).root,
        mountLengthChart(store).root,
      ),
      element(
        "div",
        { class: "stack" },
        mountPainting(store).root,
        mountRoutingPicture(store).root,
      ),
    ),
    element(
      "div",
      { class: "stack extras" },
      mountVotesPlane(store).root,
      element("div", { class: "columns" }, compared.root, mountEntropyChart(store).root),
    ),
  );
}
