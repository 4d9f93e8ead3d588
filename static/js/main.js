/** Wiring: the only module that knows all others. */

import { getModels } from "./api.js";
import { element } from "./dom.js";
import { followHeld } from "./held.js";
import { followDrawing } from "./live.js";
import * as capsule from "./panels/capsule.js";
import * as conv1Card from "./panels/conv1-card.js";
import * as digitsCard from "./panels/digits-card.js";
import * as drawCard from "./panels/draw-card.js";
import * as header from "./panels/header.js";
import * as primaryCard from "./panels/primary-card.js";
import * as reconstructionCard from "./panels/reconstruction-card.js";
import * as routingCard from "./panels/routing-card.js";
import * as status from "./panels/status.js";
import { loadSamples, sampleDrawing } from "./samples.js";
import { createStore } from "./store.js";
import { redo, startHistory, undo } from "./strokes.js";
import { followUrl, stateFromUrl } from "./location.js";

const CARDS = {
  conv1: conv1Card,
  primary: primaryCard,
  routing: routingCard,
  digits: digitsCard,
  reconstruction: reconstructionCard,
};
/** Stages are fetched when they are first opened: the strip is there without waiting for them. */
const STAGES = {
  draw: () => import("./stages/draw.js"),
  conv1: () => import("./stages/conv1.js"),
  primary: () => import("./stages/primary.js"),
  routing: () => import("./stages/routing.js"),
  digits: () => import("./stages/digits.js"),
  reconstruction: () => import("./stages/reconstruction.js"),
};

const PEN = { width: 20, erase: false };

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

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
    painted: 0,
    stage: "routing",
    iteration: null,
    quantity: "support",
    digit: null,
    held: null,
    heldPicture: null,
    moved: 0,
    problem: null,
    theme: "auto",
    dark: prefersDark.matches,
    ...stateFromUrl(models, model),
  });

  store.watch(["theme"], showTheme);
  prefersDark.addEventListener("change", showTheme);
  function showTheme() {
    const { theme } = store.state;
    const dark = theme === "auto" ? prefersDark.matches : theme === "dark";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    store.update({ dark });
  }

  status.mount({ prediction: find("#prediction"), problem: find("#problem") }, store);
  header.mount(find("#controls"), store);
  drawCard.mount(find('[data-card="draw"]'), store, samples);
  for (const [name, panel] of Object.entries(CARDS))
    panel.mount(find(`[data-card="${name}"]`), store);
  capsule.mount(find("#capsule"), store);
  mountStages(store, samples);
  listenForKeys(store);
  followDrawing(store);
  followHeld(store);
  followUrl(store, model);
  // Last of all watchers: by now every panel has painted the trace.
  store.watch(
    ["painted"],
    () => void (document.body.dataset.painted = String(store.state.painted)),
  );
  store.watch(["moved"], () => void (document.body.dataset.moved = String(store.state.moved)));
}

/**
 * Shows the open stage; the one before it is taken down.
 * @param {import("./store.js").Store} store
 * @param {import("./samples.js").SampleDrawing[]} samples
 */
function mountStages(store, samples) {
  const root = find("#stage");
  /** @type {import("./store.js").Scope | null} */
  let scope = null;
  let wanted = "";

  store.watch(["stage", "model", "trace"], () => {
    const { stage, model, trace } = store.state;
    const key = stageKey(store.state);
    // A stage needs a trace of its own network; until it comes the old stage stays.
    if (key === wanted || trace?.model !== model.name) return;
    wanted = key;
    // At once: a stage must not be told of another network's trace.
    scope?.dispose();
    STAGES[stage]()
      .then(({ title, mount }) => {
        if (wanted !== key) return;
        if (stageKey(store.state) !== key) {
          // Another network was chosen in the meantime; its trace will mount the stage.
          wanted = "";
          return;
        }
        scope = store.scope();
        root.replaceChildren(element("h2", { id: "stage-title", class: "stage-title" }, title));
        mount(root, scope, samples);
        document.body.dataset.stage = stage;
      })
      .catch((error) => {
        wanted = "";
        store.update({
          problem: { message: `This stage cannot be shown: ${error.message}`, lasting: true },
        });
      });
  });
}

/** @param {import("./store.js").State} state */
function stageKey({ stage, model }) {
  return `${stage} of ${model.name}`;
}

/** @param {import("./store.js").Store} store */
function listenForKeys(store) {
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    // Sliders take arrows only; other fields take letters and digits, and undo what was typed.
    const types = target instanceof HTMLInputElement && target.type !== "range";
    if (types || target instanceof HTMLSelectElement) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      const turn = event.shiftKey ? redo : undo;
      store.update({ drawing: turn(store.state.drawing), input: { kind: "strokes" } });
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === "Escape") {
      if (store.state.digit !== null || store.state.held) store.update({ digit: null, held: null });
      else store.update({ stage: "routing", iteration: null });
    } else if (/^\d$/.test(event.key) && Number(event.key) < store.state.model.config.classes) {
      const digit = Number(event.key);
      store.update({ digit: store.state.digit === digit ? null : digit });
    }
  });
}

start().catch((error) => {
  const problem = find("#problem");
  problem.hidden = false;
  problem.textContent = `The explorer could not start: ${error instanceof Error ? error.message : error} Reload the page to try again.`;
});
