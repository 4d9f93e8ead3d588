/** The open stage or lab, and its sub-tab: fetched when first opened, taken down for another. */

import { FIRST_STAGE, isLab, LABS, openStage } from "../state/state.js";
import { element, find, loadStyles, scrollBehavior } from "../widgets/dom.js";
import { createTabs } from "../widgets/tabs.js";
import { report } from "./status.js";

/**
 * One view of a stage; what is not shown is not there, and costs nothing.
 * @typedef {Object} Tab
 * @property {string} name by which links open it
 * @property {string} title
 * @property {string | ((model: import("../state/state.js").Model) => string)} [line] what is seen
 *   here, in at most two lines; what follows the drawing is written by `mount`
 * @property {string} [styles] a style sheet of its own
 * @property {Mount} mount
 *
 * @typedef {(root: HTMLElement, scope: import("../state/store.js").Scope,
 *   samples: import("../drawing/samples.js").SampleDrawing[], tools: HTMLElement, line: HTMLElement) => void} Mount
 *   fills the instruments, the row of tools below them, and, where it changes, the line above
 *
 * @typedef {Object} StageModule
 * @property {string | ((model: import("../state/state.js").Model) => string)} [title] of a stage;
 *   labs are called what LABS of state/state.js says
 * @property {readonly string[]} [about] paragraphs of a lab: what it does, and what can be concluded
 * @property {Tab[]} [tabs]
 * @property {Mount} [mount] of a stage without tabs
 */

/**
 * Stages and labs; each is fetched when it is first opened, so that the page is there without it.
 * @type {Record<import("../state/state.js").Stage, () => Promise<StageModule>>}
 */
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
  mountLabTab(store);
  /** @type {import("../state/store.js").Scope | null} */
  let scope = null;
  let wanted = "";
  let shown = opened;

  store.watch(["stage", "tab", "model", "trace", "returned"], () => {
    const { stage, trace } = store.state;
    const key = stageKey(store.state);
    // A stage needs a trace of its own network; until it comes the old stage stays.
    if (key === wanted || !trace) return;
    wanted = key;
    // At once: a stage must not be told of another network's trace.
    scope?.dispose();
    Promise.all([
      STAGES[stage](),
      loadStyles("widgets"),
      loadStyles(`${isLab(stage) ? "labs" : "stages"}/${stage}`),
      isLab(stage) ? loadStyles("labs/labs") : null,
    ])
      .then(async ([module]) => {
        const { styles } = shownTab(module, store.state) ?? {};
        if (styles) await loadStyles(styles);
        return module;
      })
      .then((module) => {
        if (wanted !== key) return;
        if (stageKey(store.state) !== key) {
          // Another network was chosen in the meantime; its trace will mount the stage.
          wanted = "";
          return;
        }
        scope = store.scope();
        const focused = root.contains(document.activeElement)
          ? document.activeElement?.getAttribute("role")
          : null;
        fill(root, module, scope, samples, guide);
        document.body.dataset.stage = stage;
        document.body.dataset.tab = shownTab(module, store.state)?.name ?? "";
        // By keys one goes from tab to tab: the new row has the focus of the one before.
        if (focused === "tab") {
          /** @type {HTMLElement | null} */ (root.querySelector('[aria-selected="true"]'))?.focus();
        }
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
 * @param {HTMLElement} root
 * @param {StageModule} module
 * @param {import("../state/store.js").Scope} scope
 * @param {import("../drawing/samples.js").SampleDrawing[]} samples
 * @param {import("./on-demand.js").Guide} guide
 */
function fill(root, { title, about, tabs = [], mount }, scope, samples, guide) {
  const { stage, model } = scope.state;
  const called = isLab(stage) ? LABS[stage] : title;
  const tab = tabs.length > 0 ? shownTab({ tabs }, scope.state) : null;
  const chosen = createTabs("Views of this stage", tabs, tab?.name ?? "", (name) =>
    scope.update(openStage(stage, name)),
  );
  const instruments = element("div", {
    class: "instruments",
    "data-part": "instruments",
    ...(tabs.length > 1 ? { role: "tabpanel", "aria-label": tab?.title } : {}),
  });
  const tools = element("div", { class: "tools", "data-part": "tools" });
  const told = tab?.line ?? "";
  const words = typeof told === "string" ? told : told(model);
  const line = element("p", { class: "stage-line", "data-part": "line" }, words);
  root.replaceChildren(
    element(
      "div",
      { class: "stage-head" },
      element(
        "h2",
        { id: "stage-title", class: "stage-title" },
        typeof called === "function" ? called(model) : (called ?? ""),
      ),
      ...(tabs.length > 1 ? [chosen] : []),
    ),
    line,
    instruments,
    tools,
  );
  if (about) mountExplain(root, scope, async (story) => story.append(...about.map(paragraph)));
  else if (!isLab(stage)) {
    mountExplain(root, scope, async (story) => {
      const [{ mountStory }] = await Promise.all([
        import("../story/story.js"),
        loadStyles("story"),
      ]);
      mountStory(story, scope, stage, guide.openGlossary);
    });
  }
  const fillIn = tab?.mount ?? mount;
  fillIn?.(instruments, scope, samples, tools, line);
}

/** Whether stories are shown: what a person chose on one stage holds for the next. */
let explained = false;

/**
 * The button that shows the long story of a stage, between its line and its instruments.
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Scope} scope
 * @param {(story: HTMLElement) => Promise<void>} tell
 */
function mountExplain(root, scope, tell) {
  const story = element("div", { class: "stage-story", "data-part": "story", hidden: true });
  const button = element(
    "button",
    {
      ...{ type: "button", class: "push", "aria-expanded": "false", "data-part": "explain" },
      onclick: () => {
        explained = !explained;
        show();
      },
    },
    "Explain",
  );
  root.querySelector(".stage-head")?.append(button);
  root.querySelector(".stage-line")?.after(story);
  let mounted = false;

  function show() {
    button.setAttribute("aria-expanded", String(explained));
    story.hidden = !explained;
    if (!explained || mounted) return;
    mounted = true;
    tell(story).catch((error) => {
      mounted = false;
      report(scope, "The story", error);
    });
  }
  show();
}

/** @param {string} text */
function paragraph(text) {
  return element("p", {}, text);
}

/**
 * @param {Pick<StageModule, "tabs">} module
 * @param {import("../state/state.js").State} state
 */
function shownTab({ tabs = [] }, state) {
  return tabs.find(({ name }) => name === state.tab) ?? tabs.at(0);
}

/**
 * The open lab as one more tab beside the layers, with a cross that closes it.
 * @param {import("../state/store.js").Store} store
 */
function mountLabTab(store) {
  const root = find('[data-card="lab"]');
  const name = element("h2", {});
  /** @type {import("../state/state.js").Stage} */
  let before = FIRST_STAGE;
  root.append(
    element("button", { type: "button", class: "card-head" }, name),
    element(
      "button",
      {
        ...{ type: "button", class: "icon lab-close", "aria-label": "Close this lab" },
        onclick: () => store.update(openStage(before)),
      },
      "×",
    ),
  );
  store.watch(["stage"], () => {
    const { stage } = store.state;
    root.hidden = !isLab(stage);
    if (isLab(stage)) name.textContent = LABS[stage];
    else before = stage;
    root.toggleAttribute("data-open", isLab(stage));
    root.firstElementChild?.setAttribute("aria-pressed", String(isLab(stage)));
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
 * What a stage is mounted for: one that a person comes back to begins as the address says.
 * @param {import("../state/state.js").State} state
 */
function stageKey({ stage, tab, model, returned }) {
  return `${stage} ${tab ?? ""} of ${model.name}, ${returned}`;
}
