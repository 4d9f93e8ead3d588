/** The open stage: fetched when it is first opened, taken down when another is. */

import { isLab } from "../state/url-fields.js";
import { element, find, loadStyles, scrollBehavior } from "../widgets/dom.js";
import { report } from "./status.js";

/** Stages are fetched when they are first opened: the strip is there without waiting for them. */
const STAGES = {
  draw: () => import("../stages/draw/draw.js"),
  conv1: () => import("../stages/conv1/conv1.js"),
  primary: () => import("../stages/primary/primary.js"),
  routing: () => import("../stages/routing/routing.js"),
  digits: () => import("../stages/digits/digits.js"),
  reconstruction: () => import("../stages/reconstruction/reconstruction.js"),
  pose: () => import("../labs/pose/pose.js"),
  ablate: () => import("../labs/ablate/ablate.js"),
  compare: () => import("../labs/compare/compare.js"),
  perturb: () => import("../labs/perturb/perturb.js"),
  "is-it-a-digit": () => import("../labs/is-it-a-digit/is-it-a-digit.js"),
  "two-digits": () => import("../labs/two-digits/two-digits.js"),
};

/**
 * Shows the open stage; the one before it is taken down.
 * @param {import("../state/store.js").WholeStore} store
 * @param {import("../drawing/samples.js").SampleDrawing[]} samples
 * @param {import("./on-demand.js").Guide} guide
 * @param {import("../state/state.js").Stage} opened the stage with which the page was opened
 */
export function mountStages(store, samples, guide, opened) {
  const root = find("#stage");
  /** @type {import("../state/store.js").Scope | null} */
  let scope = null;
  let wanted = "";
  let shown = opened;

  store.watch(["stage", "model", "trace", "returned"], () => {
    const { stage, trace } = store.state;
    const key = stageKey(store.state);
    // A stage needs a trace of its own network; until it comes the old stage stays.
    if (key === wanted || !trace) return;
    wanted = key;
    // At once: a stage must not be told of another network's trace.
    scope?.dispose();
    Promise.all([
      STAGES[stage](),
      loadStyles(`${isLab(stage) ? "labs" : "stages"}/${stage}`),
      isLab(stage) ? loadStyles("labs/labs") : null,
      // A lab says for itself what it does, and what can be concluded from it.
      isLab(stage) ? null : loadStory(store),
    ])
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
 * @param {import("../state/store.js").Store} store
 */
function loadStory(store) {
  return Promise.all([import("../story/story.js"), loadStyles("story")])
    .then(([{ mountStory }]) => mountStory)
    .catch((error) => {
      report(store, "The story", error);
      return null;
    });
}

/**
 * What a stage is mounted for: one that a person comes back to begins as the address says.
 * @param {import("../state/state.js").State} state
 */
function stageKey({ stage, model, returned }) {
  return `${stage} of ${model.name}, ${returned}`;
}
