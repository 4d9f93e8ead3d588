/** The pictures that the network was tested on, where the server has them. */

import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { oneTabStop } from "../../widgets/one-tab-stop.js";
import { paintTestPicture, readTestPictures, takeTestPicture } from "../../input/test-pictures.js";

/** Pictures on one page. */
const PAGE = 40;

/** @param {import("../../state/store.js").Scope} store */
export function createTestPictures(store) {
  const { model } = store.state;
  const list = element("div", { class: "thumbs", role: "group", "aria-label": "Test pictures" });
  const stop = oneTabStop(list);
  const words = element("p", { class: "quiet number", role: "status" });
  const labels = element(
    "select",
    { "aria-label": "Show only one class", onchange: () => void open(0) },
    element("option", { value: "" }, "all classes"),
    ...model.class_names.map((name, index) => element("option", { value: index }, `only ${name}`)),
  );
  const back = createStep("Previous", () => open(offset - PAGE));
  const next = createStep("Next", () => open(offset + PAGE));
  const controls = element("div", { class: "row" }, labels, back, next, words);
  let offset = 0;
  let asked = 0;

  /** @param {number} wanted */
  async function open(wanted) {
    const from = Math.max(0, wanted);
    const number = ++asked;
    const label = labels.value === "" ? undefined : labels.value;
    try {
      const { pictures, total } = await readTestPictures(model, {
        ...{ offset: from, limit: PAGE, label },
      });
      if (number !== asked) return;
      offset = from;
      list.replaceChildren(...pictures.map(createButton));
      stop.settle();
      const [first, last] = [from + Math.min(1, pictures.length), from + pictures.length];
      words.textContent = `${counted(first)} to ${counted(last)} of ${counted(total)}`;
      back.disabled = from === 0;
      next.disabled = last >= total;
    } catch (error) {
      if (number !== asked) return;
      for (const control of [labels, back, next]) control.hidden = true;
      words.textContent = wordsOf(error);
    }
  }

  /** @param {import("../../input/test-pictures.js").TestPicture} picture */
  function createButton(picture) {
    const { name } = picture;
    const onclick = () => store.update(takeTestPicture(picture));
    return element(
      "button",
      { type: "button", class: "thumb", title: name, "aria-label": name, onclick },
      paintTestPicture(picture, model),
    );
  }

  void open(0);
  return { root: element("div", { class: "thumbs-room" }, list), controls };
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function createStep(text, onclick) {
  return element("button", { type: "button", disabled: true, onclick }, text);
}

/** @param {number} count */
function counted(count) {
  return count.toLocaleString("en");
}
