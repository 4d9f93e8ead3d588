/** Wiring: the only module that knows all others. */

import { getModels } from "./server/api.js";
import { element, loadStyles, scrollBehavior } from "./widgets/dom.js";
import { followHeld } from "./server/live-capsule.js";
import { followDrawing } from "./server/live-trace.js";
import * as capsule from "./strip/capsule-sliders.js";
import * as conv1Card from "./strip/conv1-card.js";
import * as digitsCard from "./strip/digits-card.js";
import * as drawCard from "./strip/draw-card.js";
import * as header from "./page/header.js";
import * as primaryCard from "./strip/primary-card.js";
import * as reconstructionCard from "./strip/reconstruction-card.js";
import * as routingCard from "./strip/routing-card.js";
import * as status from "./page/status.js";
import { loadSamples, sampleDrawing } from "./drawing/samples.js";
import { wordsOf } from "./state/problem.js";
import { createStore } from "./state/store.js";
import { redo, startHistory, undo } from "./drawing/strokes.js";
import { followUrl, stateFromUrl } from "./page/address.js";
import { isLab } from "./state/url-fields.js";

const CARDS = {
  conv1: conv1Card,
  primary: primaryCard,
  routing: routingCard,
  digits: digitsCard,
  reconstruction: reconstructionCard,
};
/** Stages are fetched when they are first opened: the strip is there without waiting for them. */
const STAGES = {
  draw: () => import("./stages/draw/draw.js"),
  conv1: () => import("./stages/conv1/conv1.js"),
  primary: () => import("./stages/primary/primary.js"),
  routing: () => import("./stages/routing/routing.js"),
  digits: () => import("./stages/digits/digits.js"),
  reconstruction: () => import("./stages/reconstruction/reconstruction.js"),
  pose: () => import("./labs/pose/pose.js"),
  ablate: () => import("./labs/ablate/ablate.js"),
  compare: () => import("./labs/compare/compare.js"),
  perturb: () => import("./labs/perturb/perturb.js"),
  "is-it-a-digit": () => import("./labs/is-it-a-digit/is-it-a-digit.js"),
  "two-digits": () => import("./labs/two-digits/two-digits.js"),
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
  mountStages(store, samples, guide);
  mountInspector(store);
  listenForKeys(store);
  followDrawing(store);
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
 * Shows the open stage; the one before it is taken down.
 * @param {import("./state/store.js").WholeStore} store
 * @param {import("./drawing/samples.js").SampleDrawing[]} samples
 * @param {Guide} guide
 */
function mountStages(store, samples, guide) {
  const root = find("#stage");
  /** @type {import("./state/store.js").Scope | null} */
  let scope = null;
  let wanted = "";
  let shown = store.state.stage;

  store.watch(["stage", "model", "trace"], () => {
    const { stage, model, trace } = store.state;
    const key = stageKey(store.state);
    // A stage needs a trace of its own network; until it comes the old stage stays.
    if (key === wanted || !trace) return;
    wanted = key;
    // At once: a stage must not be told of another network's trace.
    scope?.dispose();
    firstPainting(store)
      .then(() =>
        Promise.all([
          STAGES[stage](),
          Promise.all([
            loadStyles("edges"),
            loadStyles(`${isLab(stage) ? "labs" : "stages"}/${stage}`),
          ]),
          isLab(stage) ? loadStyles("labs/labs") : null,
          // A lab says for itself what it does, and what can be concluded from it.
          isLab(stage) ? null : loadStory(store),
        ]),
      )
      .then(([{ title, mount }, , , mountStory]) => {
        if (wanted !== key) return;
        if (stageKey(store.state) !== key) {
          // Another network was chosen in the meantime; its trace will mount the stage.
          wanted = "";
          return;
        }
        scope = store.scope();
        const story = element("div", {});
        root.replaceChildren(
          element(
            "h2",
            { id: "stage-title", class: "stage-title" },
            typeof title === "string" ? title : title(store.state.model),
          ),
          story,
        );
        // First, so that what stands below it does not move away from a pointer.
        if (!isLab(stage)) mountStory?.(story, scope, stage, guide.openGlossary);
        mount(root, scope, samples);
        document.body.dataset.stage = stage;
        if (stage !== shown) bringIntoSight(root);
        shown = stage;
      })
      .catch((error) => {
        wanted = "";
        report(store, "This stage", error);
      });
  });
}

/**
 * Scrolls to a stage that was opened where little or nothing of it is seen, as on small screens.
 * @param {HTMLElement} root
 */
function bringIntoSight(root) {
  if (root.getBoundingClientRect().top < 0.7 * innerHeight) return;
  root.scrollIntoView({ behavior: scrollBehavior() });
}

/**
 * What mounts the story beside a stage; nothing where it cannot be had, which is said: the stage
 * goes without.
 * @param {import("./state/store.js").Store} store
 */
function loadStory(store) {
  return Promise.all([import("./story/story.js"), loadStyles("story")])
    .then(([{ mountStory }]) => mountStory)
    .catch((error) => {
      report(store, "The story", error);
      return null;
    });
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

/** @typedef {ReturnType<typeof createGuide>} Guide */

/**
 * The tour, the glossary, the export and what makes a teacher's link, each fetched when it is first asked for.
 * @param {import("./state/store.js").WholeStore} store
 * @param {import("./page/address.js").Address} address
 */
function createGuide(store, address) {
  const tour = once(async () => (await import("./tour/tour.js")).createTour(store));
  const glossary = once(async () => (await import("./tour/glossary.js")).createGlossary(store));
  const exports = once(
    async () => (await import("./export/export.js")).createExport(store),
    "export",
  );

  const sharing = once(
    async () => (await import("./share/share.js")).createSharing(store, address),
    "share",
  );

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
  };
}

/**
 * The inspector comes after the first picture, which does not need it.
 * @param {import("./state/store.js").WholeStore} store
 */
function mountInspector(store) {
  firstPainting(store)
    .then(() =>
      Promise.all([
        import("./inspector/inspector.js"),
        import("./network/related-units.js"),
        import("./inspector/drawing-outlines.js"),
        loadStyles("inspector"),
      ]),
    )
    .then(([{ mount }, { followSelection }, padOutlines]) => {
      followSelection(store);
      padOutlines.mount(find(".pad-frame"), store.scope());
      mount(find("#inspector"), store.scope());
    })
    .catch((error) => report(store, "The inspector", error));
}

/**
 * @param {import("./state/store.js").Store | import("./state/store.js").Scope} store
 * @param {string} part of the page that failed
 * @param {Error} error
 */
function report(store, part, error) {
  const message = `${part} cannot be shown: ${error.message}`;
  store.update({ problem: { message, lasting: true } });
}

/** @param {import("./state/state.js").State} state */
function stageKey({ stage, model }) {
  return `${stage} of ${model.name}`;
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
