/** What stands beside the links: the drawing painted by support, or every capsule's number. */

import { choice, element } from "../../widgets/dom.js";
import { switched, withSwitch } from "../../state/state.js";
import { mountRoutingPicture } from "./capsule-picture.js";
import { mountPainting } from "./painting.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountPictures(store) {
  const shown = choice(
    "What is painted",
    [
      { value: "ink", text: "ink", title: "Support, spread over the ink that the capsules see" },
      {
        value: "position",
        text: "positions",
        title: "Support, one square for each position, at its middle",
      },
      { value: "capsules", text: "capsules", title: "The chosen quantity of every capsule" },
    ],
    (/** @type {string} */ value) => store.update(withSwitch(store.state, "painting", value)),
  );
  store.watch(["switches"], () => shown.show(switched(store.state, "painting")));
  return {
    root: element(
      "div",
      { class: "painted-column" },
      shown.root,
      mountPainting(store).root,
      mountRoutingPicture(store).root,
    ),
  };
}
