/** Wiring: the start, the keys and the theme; the only module that knows all others. */

import { DEFAULT_PEN } from "./drawing/ink-picture.js";
import { loadSamples, sampleDrawing } from "./drawing/samples.js";
import { startHistory } from "./drawing/strokes.js";
import * as status from "./page/status.js";
import * as padPanel from "./input/pad-panel.js";
import { getModels } from "./server/api.js";
import { followDrawing } from "./server/live-trace.js";
import { wordsOf } from "./state/problem.js";
import { createStore } from "./state/store.js";
import { FIRST_STAGE } from "./state/state.js";
import * as lengths from "./output/lengths.js";
import * as pictures from "./output/pictures.js";
import * as conv1Card from "./strip/conv1-card.js";
import * as decoderCard from "./strip/decoder-card.js";
import * as digitsCard from "./strip/digits-card.js";
import * as primaryCard from "./strip/primary-card.js";
import * as routingCard from "./strip/routing-card.js";
import { find, loadStyles } from "./widgets/dom.js";

const CARDS = {
  conv1: conv1Card,
  primary: primaryCard,
  routing: routingCard,
  digits: digitsCard,
  reconstruction: decoderCard,
};

async function start() {
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.dataset.theme = prefersDark.matches ? "dark" : "light";
  const [{ models, default: first }, samples] = await Promise.all([getModels(), loadSamples()]);
  const model = models.find(({ name }) => name === first);
  if (!model) throw new Error("The server offers no network.");

  // What reads a link is needed at once only where there is one.
  const link = location.search ? await import("./page/address.js") : null;
  // The first view is alive: a 3, which has something to tell in every panel.
  const welcome = samples.find(({ label }) => label === 3) ?? samples[0];
  const store = createStore({
    models,
    model,
    drawing: startHistory(welcome ? sampleDrawing(welcome, DEFAULT_PEN.width) : undefined),
    stroke: null,
    pen: DEFAULT_PEN,
    input: { kind: "strokes" },
    center: true,
    routing: null,
    trace: null,
    answered: 0,
    painted: 0,
    stage: FIRST_STAGE,
    tab: null,
    iteration: null,
    step: "digits",
    quantity: "support",
    digit: null,
    pointed: null,
    pinned: null,
    sheet: false,
    linked: null,
    inspected: { moving: [], resting: [] },
    switches: {},
    lab: null,
    hidden: [],
    held: null,
    heldPicture: null,
    off: [],
    moved: 0,
    returned: 0,
    restored: 0,
    problem: null,
    theme: "auto",
    dark: prefersDark.matches,
    ...link?.stateFromUrl(models, model),
  });

  if (store.state.hidden.length > 0) {
    const { hideParts } = await import("./share/hidden.js");
    store.update(hideParts(store.state));
  }
  store.watch(["theme"], showTheme);
  prefersDark.addEventListener("change", showTheme);
  function showTheme() {
    const { theme } = store.state;
    const dark = theme === "auto" ? prefersDark.matches : theme === "dark";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    store.update({ dark });
  }

  const parts = fetchLater(store, link);
  const { drawing: welcoming } = store.state;
  const address = (link ? Promise.resolve({ address: link }) : parts).then((each) =>
    each.address.followUrl(store, model, welcoming),
  );
  const guide = Promise.all([parts, address]).then(([{ onDemand }, at]) =>
    onDemand.createGuide(store, at),
  );
  status.mount(
    {
      prediction: find("#prediction"),
      announcement: find('[data-part="announcement"]'),
      problem: find("#problem"),
    },
    store,
  );
  /** @param {(guide: import("./page/on-demand.js").Guide) => void} use */
  const whenReady = (use) => {
    guide.then(use).catch((error) => status.report(store, "This part of the page", error));
  };
  document.addEventListener("picture-export", () => whenReady((each) => each.openExport()));
  const output = mountFrame(store, samples);
  void parts.then(({ header, keys }) => {
    header.mount(find("#controls"), store, whenReady);
    keys.listenForKeys(store, whenReady);
  });
  followDrawing(store);
  void mountLater(store, samples, output, parts, guide);
  // A canvas that the browser had to give up comes back blank. These events do not bubble.
  document.addEventListener(
    "contextrestored",
    () => store.update({ restored: store.state.restored + 1 }),
    { capture: true },
  );
  // Last of all watchers: by now every panel has painted what the numbers tell.
  countPaintings(store);
}

/**
 * Says in the document how much has been painted, for tests and bookmarklets.
 * @param {import("./state/store.js").Store} store
 */
function countPaintings(store) {
  const { dataset } = document.body;
  store.watch(["answered"], () => void (dataset.strip = String(store.state.answered)));
  store.watch(["painted"], () => void (dataset.painted = String(store.state.painted)));
  store.watch(["moved"], () => void (dataset.moved = String(store.state.moved)));
}

/**
 * What is in the frame from the first, whatever stage is open.
 * @param {import("./state/store.js").WholeStore} store
 * @param {import("./drawing/samples.js").SampleDrawing[]} samples
 */
function mountFrame(store, samples) {
  padPanel.mount(find('[data-card="draw"]'), store, samples);
  for (const [name, panel] of Object.entries(CARDS))
    panel.mount(find(`[data-card="${name}"]`), store);
  lengths.mount(find('[data-part="lengths"]'), store);
  return { pictures: pictures.mount(find('[data-part="pictures"]'), store) };
}

/** @typedef {Awaited<ReturnType<typeof fetchLater>>} Later */

/**
 * What comes after the first picture, which needs none of it.
 * @param {import("./state/store.js").Store} store
 * @param {typeof import("./page/address.js") | null} link what reads addresses, where it is here
 */
async function fetchLater(store, link) {
  await firstPainting(store);
  const [header, keys, onDemand, stageHost, liveCapsule, sliders, address] = await Promise.all([
    import("./page/header.js"),
    import("./page/keys.js"),
    import("./page/on-demand.js"),
    import("./page/stage-host.js"),
    import("./server/live-capsule.js"),
    import("./output/sliders-and-more.js"),
    link ?? import("./page/address.js"),
    ...["header", "sliders"].map(loadStyles),
  ]);
  return { header, keys, onDemand, stageHost, liveCapsule, sliders, address };
}

/**
 * Mounts the sliders, what stands below the pad, the stages and the inspector.
 * @param {import("./state/store.js").WholeStore} store
 * @param {import("./drawing/samples.js").SampleDrawing[]} samples
 * @param {ReturnType<typeof mountFrame>} output
 * @param {Promise<Later>} parts
 * @param {Promise<import("./page/on-demand.js").Guide>} guide
 */
async function mountLater(store, samples, output, parts, guide) {
  const { stage } = store.state;
  try {
    const { onDemand, stageHost, liveCapsule, sliders } = await parts;
    liveCapsule.followHeld(store);
    sliders.mountSliders(store.scope(), output.pictures);
    onDemand.mountInput(store, samples);
    onDemand.mountInspector(store);
    stageHost.mountStages(store, samples, await guide, stage);
  } catch (error) {
    status.report(store, "This stage", /** @type {Error} */ (error));
  }
}

/**
 * Resolves after a first trace is painted: what comes then does not keep a person waiting.
 * @param {import("./state/store.js").Store} store
 * @returns {Promise<void>}
 */
function firstPainting(store) {
  return new Promise((resolve) => {
    const end = store.watch(["painted"], () => {
      if (store.state.painted === 0) return;
      // Not at once: this is one of the watchers that paint it.
      setTimeout(() => {
        end();
        resolve();
      });
    });
  });
}

start().catch((error) => {
  const problem = find("#problem");
  problem.hidden = false;
  problem.textContent = `The explorer could not start: ${wordsOf(error)} Reload the page to try again.`;
});
