/** All primary capsules and the votes of all classes, to be switched off and on by a click. */

import { classNoun } from "../../state/state.js";
import { choice, element } from "../../widgets/dom.js";
import { createSupportPicture } from "./support-picture.js";

/** What a click on a capsule switches. */
const PARTS =
  /** @type {{value: import("../../network/switched-off.js").Part, text: string}[]} */ ([
    { value: "type", text: "types" },
    { value: "position", text: "positions" },
    { value: "capsule", text: "single capsules" },
  ]);

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof import("./switches.js").mountSwitches>} switches
 * @param {ReturnType<typeof import("../told.js").createTold>} told
 */
export function mountTiles(store, { grid, toggle }, told) {
  const { model } = store.state;
  let part = PARTS[0].value;
  const parts = choice("A click switches", PARTS, (next) => {
    part = next;
    parts.show(next);
  });
  const votes = model.class_names.map((name, digit) =>
    element(
      "button",
      {
        ...{ type: "button", role: "switch", "aria-label": `votes for ${name}`, title: name },
        ...{ "data-unit": `class-${digit}`, onclick: () => toggle(`class-${digit}`) },
      },
      name,
    ),
  );
  store.watch(["off"], () => {
    votes.forEach((each, digit) => {
      each.setAttribute("aria-checked", String(!store.state.off.includes(`class-${digit}`)));
    });
  });
  parts.show(part);
  return {
    tools: [element("span", {}, "A click switches"), parts.root],
    root: element(
      "section",
      { class: "switches", "aria-label": "Primary capsules" },
      ...createSupportPicture(store, grid, { toggle, told, part: () => part }),
      element(
        "div",
        { class: "votes-off", role: "group", "aria-label": "Votes of each class" },
        element("span", { class: "quiet" }, `All votes for ${classNoun(model)}`),
        ...votes,
      ),
    ),
  };
}
