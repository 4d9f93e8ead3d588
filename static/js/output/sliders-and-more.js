/** What comes out, as far as the first picture does not need it: the sliders, and what they do. */

import { find } from "../widgets/dom.js";
import { mountNote } from "./capsule-note.js";
import * as capsuleSliders from "./capsule-sliders.js";
import * as sheet from "./sheet.js";
import * as whatNumbersDo from "./what-numbers-do.js";

/**
 * @param {import("../state/store.js").Scope} store
 * @param {ReturnType<typeof import("./pictures.js").mount>} pictures
 */
export function mountSliders(store, pictures) {
  const sliders = capsuleSliders.mount(find("#capsule"), store);
  sheet.mount(find(".output"), store);
  whatNumbersDo.mount(store, { sliders, pictures });
  mountNote(store, pictures.captions);
}
