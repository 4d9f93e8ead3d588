/** Parts of the page that are fetched after its first picture, or when they are first asked for. */

import { find, loadStyles } from "../widgets/dom.js";
import { report } from "./status.js";

/** @typedef {ReturnType<typeof createGuide>} Guide */

/**
 * The tour, the glossary, the export and what makes a teacher's link, each fetched when it is first asked for.
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("./address.js").Address} address
 */
export function createGuide(store, address) {
  const tour = once(async () => (await import("../tour/tour.js")).createTour(store));
  const glossary = once(async () => (await import("../tour/glossary.js")).createGlossary(store));
  const exports = once(
    async () => (await import("../export/export.js")).createExport(store, address),
    "export",
  );

  const sharing = once(
    async () => (await import("../share/share.js")).createSharing(store, address),
    "share",
  );

  const present = once(async () => (await import("./present.js")).createPresent(), "present");
  const keys = once(async () => (await import("./keys-list.js")).createKeysList(store), "present");

  /** @template Part @param {() => Promise<Part>} load @param {string} [styles] */
  function once(load, styles = "tour") {
    /** @type {Promise<Part> | null} */
    let part = null;
    return (/** @type {(part: Part) => void} */ use) => {
      part ??= Promise.all([load(), loadStyles(styles)]).then(([made]) => made);
      part.then(use).catch((error) => {
        part = null;
        report(store, "This part of the page", error);
      });
    };
  }

  return {
    startTour: () => tour((each) => each.start()),
    /** @param {string} [term] */
    openGlossary: (term) => glossary((each) => each.open(term)),
    /** A link to what the page shows. */
    link: () => address.link(),
    openSharing: () => sharing((each) => each.open()),
    openExport: () => exports((each) => each.open()),
    /** Begins presenting, or ends it. */
    present: () => present((each) => each.toggle()),
    openKeys: () => keys((each) => each.open()),
  };
}

/**
 * The inspector, which the first picture does not need.
 * @param {import("../state/store.js").WholeStore} store
 */
export function mountInspector(store) {
  Promise.all([
    import("../inspector/inspector.js"),
    import("../network/related-units.js"),
    import("../inspector/drawing-outlines.js"),
    loadStyles("widgets"),
    loadStyles("inspector"),
  ])
    .then(([{ mount }, { followSelection }, padOutlines]) => {
      followSelection(store);
      padOutlines.mount(find('[data-part="pad"]'), store.scope());
      mount(find("#inspector"), store.scope());
    })
    .catch((error) => report(store, "The inspector", error));
}

/**
 * What stands below the pad: samples, the sliders that move a drawing, and why it is read as it is.
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("../drawing/samples.js").SampleDrawing[]} samples
 */
export function mountInput(store, samples) {
  Promise.all([
    import("../input/sample-buttons.js"),
    import("../input/pose.js"),
    import("../input/why.js"),
    loadStyles("input"),
  ])
    .then(([sampleButtons, pose, why]) => {
      sampleButtons.mount(find('[data-part="samples"]'), store.scope(), samples);
      pose.mount(find('[data-part="pose"]'), store.scope());
      why.mount(find('[data-part="why"]'), store.scope());
    })
    .catch((error) => report(store, "What stands below the pad", error));
}
