/** Pictures under their titles, each as large as its place has room for. */

import { element } from "../widgets/dom.js";

/**
 * @param {HTMLElement | null} title
 * @param {HTMLElement} picture the root of a picture, which says its shape
 * @param {...HTMLElement} more below it
 */
export function fitted(title, picture, ...more) {
  const box = element("div", { class: "fit" }, picture);
  box.style.setProperty("--shape", picture.style.getPropertyValue("--ratio") || "1");
  return element("div", { class: "fitted" }, ...(title ? [title] : []), box, ...more);
}
