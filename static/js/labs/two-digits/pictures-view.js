/** Whose pictures are shown, what the two capsules draw, and whose each pixel is. */

import { element } from "../../widgets/dom.js";
import { createOverlapPictures } from "./pictures.js";
import { tellShown } from "./reading-words.js";

/**
 * @param {import("./pair.js").Pair} pair
 * @returns {import("./pair.js").View}
 */
export function mountPictures({ networks, settings, set }) {
  const { class_names: names, image } = networks[0];
  const pictures = createOverlapPictures(image);
  const words = element("p", { class: "two-lines", "data-asked": "" });
  const selects = ["first", "second"].map((word, place) => {
    const select = element(
      "select",
      {
        "aria-label": `Capsule of the ${word} colour`,
        onchange() {
          const digit = select.value === "" ? null : Number(select.value);
          const [one, other] = settings().chosen;
          set({ chosen: place === 0 ? [digit, other] : [one, digit] });
        },
      },
      element("option", { value: "" }, "one of the two longest"),
      ...names.map((name, digit) => element("option", { value: digit }, `capsule ${name}`)),
    );
    return select;
  });
  return {
    roots: [words, ...pictures.roots],
    tools: selects.flatMap((select, place) => [
      element("span", { class: "swatch", "data-ink": place }),
      select,
    ]),
    show({ reading, names: classes, shown, drawn, chosen }) {
      words.textContent = tellShown(shown, reading.lengths, classes);
      selects.forEach((select, place) => (select.value = String(chosen[place] ?? "")));
      pictures.show({
        ...{ input: reading.image, pictures: drawn },
        names: [classes[shown[0]], classes[shown[1]]],
      });
    },
  };
}
