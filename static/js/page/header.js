/**
 * The bar at the top: which network, how many iterations, which colours, a link to all of it, and
 * the way to the labs, the tour, the glossary and the export.
 */

import { passingProblem } from "../state/problem.js";
import { askedRouting, chooseModel, LABS, openStage } from "../state/state.js";
import { element } from "../widgets/dom.js";

/** Milliseconds for which the button says that the link was copied. */
const COPIED = 2500;

/**
 * @typedef {import("./on-demand.js").Guide} Guide
 *
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 * @param {(use: (guide: Guide) => void) => void} guide what comes when it is first asked for
 */
export function mount(root, store, guide) {
  const theme = control(
    "theme",
    "◐",
    () => store.update({ theme: store.state.dark ? "light" : "dark" }),
    { title: "Light or dark" },
  );
  store.watch(["dark"], () => {
    theme.setAttribute("aria-label", store.state.dark ? "Use light colours" : "Use dark colours");
  });
  const tour = control("tour", "Tour", () => guide((each) => each.startTour()));
  const group = (/** @type {string} */ name, /** @type {HTMLElement[]} */ ...parts) =>
    element("div", { class: `bar-group bar-${name}` }, ...parts);
  // Where there is little room, what is seldom needed waits behind one button.
  const more = element(
    "div",
    { class: "bar-more", id: "bar-more" },
    group(
      "ways",
      control("glossary", "Glossary", () => guide((each) => each.openGlossary())),
      control("compare", "Compare", () => store.update(openStage("compare"))),
    ),
    group(
      "acts",
      createShare(store, guide),
      control("export", "Export", () => guide((each) => each.openExport()), {
        "aria-haspopup": "dialog",
      }),
      control("present", "Present", () => guide((each) => each.present()), {
        title: "Full screen, larger type (P)",
      }),
      theme,
      control("keys", "?", () => guide((each) => each.openKeys()), {
        ...{ "aria-haspopup": "dialog", "aria-label": "Keys", title: "Keys (?)" },
      }),
    ),
  );
  const menu = control(
    "menu",
    "Menu",
    () => {
      const opened = more.toggleAttribute("data-opened");
      menu.setAttribute("aria-expanded", String(opened));
    },
    { class: "bar-menu", "aria-controls": "bar-more", "aria-expanded": "false" },
  );
  root.append(
    group("network", createNetworkChoice(store), createIterationsChoice(store)),
    group("first", tour, createLabsMenu(store)),
    ...[menu, more],
  );
}

/**
 * A button of the bar.
 * @param {string} name by which a link may hide it
 * @param {string} text
 * @param {() => void} onclick
 * @param {Record<string, string>} [attributes]
 */
function control(name, text, onclick, attributes = {}) {
  return element("button", { type: "button", ...attributes, "data-control": name, onclick }, text);
}

/** @param {import("../state/store.js").Store} store */
function createNetworkChoice(store) {
  const models = element("select", {
    "aria-label": "Network",
    "data-control": "network",
    onchange: () => {
      const model = store.state.models.find(({ name }) => name === models.value);
      if (model && model !== store.state.model) store.update(chooseModel(model));
    },
  });
  store.watch(["models"], () => {
    models.replaceChildren(
      ...store.state.models.map(({ name, label }) => element("option", { value: name }, label)),
    );
  });
  store.watch(["model"], () => {
    models.value = store.state.model.name;
    models.title = store.state.model.label; // where there is room for less of it
  });
  return models;
}

/** @param {import("../state/store.js").Store} store */
function createIterationsChoice(store) {
  const routing = element("select", {
    "aria-label": "Routing iterations",
    "data-control": "iterations",
    onchange: () => store.update({ routing: Number(routing.value) || null, iteration: null }),
  });
  store.watch(["model", "routing"], () => {
    const { routing_iterations: own, max_iterations: most } = store.state.model.config;
    const asked = askedRouting(store.state);
    routing.replaceChildren(
      ...Array.from({ length: most }, (_, index) => {
        const count = index + 1;
        const text =
          most === 1
            ? "1 pass (no choice)"
            : `${count} ${count === 1 ? "iteration" : "iterations"}${count === own ? " (trained)" : ""}`;
        return element("option", { value: count === own ? "" : count }, text);
      }),
    );
    routing.value = asked === null || asked === own ? "" : String(asked);
    routing.disabled = most === 1;
    routing.title =
      most === 1
        ? "This network routes in a single pass: its couplings come from the attention between votes, and nothing is repeated."
        : "";
  });
  return routing;
}

/**
 * A link to what the page shows, and beside it what a link holds.
 * @param {import("../state/store.js").Store} store
 * @param {(use: (guide: Guide) => void) => void} guide
 */
function createShare(store, guide) {
  const share = control("share", "Share", () => guide(copyLink));
  const words = "What a link holds, and a teacher's link";
  const sharing = control("sharing", "▾", () => guide((each) => each.openSharing()), {
    "aria-label": words,
    title: words,
    "aria-haspopup": "dialog",
  });
  // Below the button: nothing moves when it comes and goes.
  const told = element("span", { class: "bar-told", role: "status" });

  /** @param {Guide} each */
  async function copyLink(each) {
    const { href, missing } = await each.link();
    if (missing) store.update(passingProblem(`${missing} The rest of the view is in it.`));
    history.replaceState(null, "", href);
    try {
      await navigator.clipboard.writeText(href);
      told.textContent = "Link copied";
    } catch {
      // Without a secure context there is no clipboard; the address bar holds the link all the same.
      told.textContent = "Copy the address above";
    }
    share.dataset.copied = "";
    setTimeout(() => {
      told.textContent = "";
      delete share.dataset.copied;
    }, COPIED);
  }

  return element("div", { class: "choice", "data-control": "share-both" }, share, sharing, told);
}

/**
 * The button that unfolds the list of labs.
 * @param {import("../state/store.js").Store} store
 */
function createLabsMenu(store) {
  const labs = /** @type {[import("../state/state.js").Lab, string][]} */ (Object.entries(LABS));
  const entries = labs.map(([lab, title]) =>
    element("button", { type: "button", "data-lab": lab, onclick: () => open(lab) }, title),
  );
  const list = element("div", { id: "labs-list", class: "labs-list", hidden: true }, ...entries);
  const button = element(
    "button",
    {
      type: "button",
      "data-control": "labs",
      "aria-controls": list.id,
      "aria-expanded": "false",
      onclick: () => unfold(!unfolded),
    },
    "Labs ▾",
  );
  const root = element(
    "div",
    { class: "labs", hidden: labs.length === 0, onkeydown: onKey, onfocusout: onFocusOut },
    button,
    list,
  );

  let unfolded = false;
  /** @param {boolean} wanted */
  function unfold(wanted) {
    unfolded = wanted;
    list.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
  }

  /** @param {import("../state/state.js").Lab} lab */
  function open(lab) {
    button.focus();
    unfold(false);
    store.update(openStage(lab));
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const at = entries.findIndex((entry) => entry === document.activeElement);
    if (event.key === "Escape" && unfolded) {
      button.focus();
      unfold(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      unfold(true);
      const down = event.key === "ArrowDown";
      entries.at(at < 0 ? (down ? 0 : -1) : (at + (down ? 1 : -1)) % entries.length)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation(); // Esc goes back only where no list is unfolded
  }

  /** @param {FocusEvent} event */
  function onFocusOut({ relatedTarget }) {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) unfold(false);
  }

  // A click on what takes no focus, such as the page itself, takes it from nothing in Safari.
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !root.contains(target)) unfold(false);
  });
  store.watch(["stage"], () => {
    for (const [index, [lab]] of labs.entries()) {
      entries[index].setAttribute("aria-current", String(lab === store.state.stage));
    }
  });
  return root;
}
