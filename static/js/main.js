/** Wiring: the start, the keys and the theme; the only module that knows all others. */

import { loadSamples, sampleDrawing } from "./drawing/samples.js";
import { redo, startHistory, undo } from "./drawing/strokes.js";
import { followUrl, stateFromUrl } from "./page/address.js";
import * as header from "./page/header.js";
import { createGuide, mountInspector } from "./page/on-demand.js";
import * as status from "./page/status.js";
import { getModels } from "./server/api.js";
import { followHeld } from "./server/live-capsule.js";
import { followDrawing } from "./server/live-trace.js";
import { wordsOf } from "./state/problem.js";
import { createStore } from "./state/store.js";
import { isLab } from "./state/url-fields.js";
import * as capsule from "./strip/capsule-sliders.js";
import * as conv1Card from "./strip/conv1-card.js";
import * as digitsCard from "./strip/digits-card.js";
import * as drawCard from "./strip/draw-card.js";
import * as primaryCard from "./strip/primary-card.js";
import * as reconstructionCard from "./strip/reconstruction-card.js";
import * as routingCard from "./strip/routing-card.js";
import { find } from "./widgets/dom.js";

const CARDS = {
  conv1: conv1Card,
  primary: primaryCard,
  routing: routingCard,
  digits: digitsCard,
  reconstruction: reconstructionCard,
};

const PEN = { width: 20, erase: false };

async function start() {
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.dataset.theme = prefersDark.matches ? "dark" : "light";
  const [{ models, default: first }, samples] = await Promise.all([getModels(), loadSamples()]);
  const model = models.find(({ name }) => name === first);
  if (!model) throw new Error("The server offers no network.");

  // The first view is alive: a 3, which has something to tell in every panel.
  const welcome = samples.find(({ label }) => label === 3) ?? samples[0];
  const store = createStore({
    models,
    model,
    drawing: startHistory(welcome ? sampleDrawing(welcome, PEN.width) : undefined),
    stroke: null,
    pen: PEN,
    input: { kind: "strokes" },
    center: true,
    routing: null,
    trace: null,
    answered: 0,
    painted: 0,
    stage: "routing",
    iteration: null,
    step: "digits",
    quantity: "support",
    digit: null,
    pointed: null,
    pinned: null,
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
    ...stateFromUrl(models, model),
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

  followHeld(store);
  status.mount({ prediction: find("#prediction"), problem: find("#problem") }, store);
  const address = followUrl(store, model);
  const guide = createGuide(store, address);
  header.mount(find("#controls"), store, guide);
  drawCard.mount(find('[data-card="draw"]'), store, samples);
  for (const [name, panel] of Object.entries(CARDS))
    panel.mount(find(`[data-card="${name}"]`), store);
  capsule.mount(find("#capsule"), store.scope());
  listenForKeys(store);
  followDrawing(store);
  mountLater(store, samples, guide);
  // A canvas that the browser had to give up comes back blank. These events do not bubble.
  document.addEventListener(
    "contextrestored",
    () => store.update({ restored: store.state.restored + 1 }),
    { capture: true },
  );
  // Last of all watchers: by now every panel has painted what the numbers tell.
  const { dataset } = document.body;
  store.watch(["answered"], () => void (dataset.strip = String(store.state.answered)));
  store.watch(["painted"], () => void (dataset.painted = String(store.state.painted)));
  store.watch(["moved"], () => void (dataset.moved = String(store.state.moved)));
}

/**
 * Stages and the inspector come after the first picture, which needs none of them.
 * @param {import("./state/store.js").WholeStore} store
 * @param {import("./drawing/samples.js").SampleDrawing[]} samples
 * @param {import("./page/on-demand.js").Guide} guide
 */
function mountLater(store, samples, guide) {
  const { stage } = store.state;
  firstPainting(store)
    .then(() => {
      mountInspector(store);
      return import("./page/stage-host.js");
    })
    .then(({ mountStages }) => mountStages(store, samples, guide, stage))
    .catch((error) => status.report(store, "This stage", error));
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

/** @param {import("./state/store.js").Store} store */
function listenForKeys(store) {
  /** @type {import("./state/state.js").Stage} */
  let part = "routing"; // of the network, that was looked at last
  store.watch(["stage"], () => {
    if (!isLab(store.state.stage)) part = store.state.stage;
  });
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    // Sliders take arrows only; other fields take letters and digits, and undo what was typed.
    const types = target instanceof HTMLInputElement && target.type !== "range";
    const isField = types || target instanceof HTMLSelectElement;
    if (isField && !(event.key === "Escape" && store.state.pinned)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      const turn = event.shiftKey ? redo : undo;
      store.update({ drawing: turn(store.state.drawing), input: { kind: "strokes" } });
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === "Escape") {
      const { pinned, digit, held } = store.state;
      if (pinned) store.update({ pinned: null });
      else if (digit !== null || held) store.update({ digit: null, held: null });
      else if (isLab(store.state.stage)) store.update({ stage: part });
      else store.update({ stage: "routing", iteration: null, step: "digits", quantity: "support" });
    } else if (/^\d$/.test(event.key) && Number(event.key) < store.state.model.config.classes) {
      const digit = Number(event.key);
      store.update({ digit: store.state.digit === digit ? null : digit });
    }
  });
}

start().catch((error) => {
  const problem = find("#problem");
  problem.hidden = false;
  problem.textContent = `The explorer could not start: ${wordsOf(error)} Reload the page to try again.`;
});
