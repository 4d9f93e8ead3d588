/** An instrument of a stage: a heading, and a picture with its legend, as large as there is room. */

import { element } from "./dom.js";

/**
 * @param {string | HTMLElement} title
 * @param {{root: HTMLElement}} picture as `createPicture` makes it
 * @param {Object} [with_]
 * @param {{root: HTMLElement}} [with_.legend] below the picture
 * @param {HTMLElement[]} [with_.settings] beside the heading
 * @param {string} [with_.name] of its place in the stage
 */
export function createInstrument(title, picture, { legend, settings = [], name = "" } = {}) {
  const heading = typeof title === "string" ? element("h3", {}, title) : title;
  const whole = element("div", { class: "whole" }, picture.root, ...(legend ? [legend.root] : []));
  whole.style.setProperty("--ratio", picture.root.style.getPropertyValue("--ratio"));
  return element(
    "section",
    { class: `instrument ${name}` },
    element("div", { class: "instrument-head" }, heading, ...settings),
    element("div", { class: "fit" }, whole),
  );
}
