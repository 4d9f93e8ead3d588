/**
 * The bar at the top: which network, how many iterations, which colours, a link to all of it, and
 * the way to the labs, the tour, the glossary and the export.
 */

import { element } from "../widgets/dom.js";
import { askedRouting, chooseModel } from "../state/state.js";
import { LABS } from "../state/url-fields.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 * @param {import("./on-demand.js").Guide} guide
 */
export function mount(root, store, guide) {
  const models = element("select", {
    "aria-label": "Network",
    "data-control": "network",
    onchange: () => {
      const model = store.state.models.find(({ name }) => name === models.value);
      if (model) store.update(chooseModel(model));
    },
  });
  const routing = element("select", {
    "aria-label": "Routing iterations",
    "data-control": "iterations",
    onchange: () => store.update({ routing: Number(routing.value) || null, iteration: null }),
  });
  const share = element(
    "button",
    { type: "button", "data-control": "share", onclick: copyLink },
    "Share",
  );
  const sharing = element(
    "button",
    {
      type: "button",
      "data-control": "sharing",
      "aria-label": "What a link holds, and a teacher's link",
      title: "What a link holds, and a teacher's link",
      "aria-haspopup": "dialog",
      onclick: () => guide.openSharing(),
    },
    "▾",
  );
  const theme = element(
    "button",
    {
      type: "button",
      title: "Light or dark",
      "data-control": "theme",
      onclick: () => store.update({ theme: store.state.dark ? "light" : "dark" }),
    },
    "◐",
  );
  const tour = element(
    "button",
    { type: "button", "data-control": "tour", onclick: () => guide.startTour() },
    "Tour",
  );
  const glossary = element(
    "button",
    { type: "button", "data-control": "glossary", onclick: () => guide.openGlossary() },
    "Glossary",
  );
  const exports = element(
    "button",
    {
      type: "button",
      "data-control": "export",
      "aria-haspopup": "dialog",
      onclick: () => guide.openExport(),
    },
    "Export",
  );
  // Where there is little room, what is seldom needed waits behind one button.
  const more = element(
    "div",
    { class: "bar-more", id: "bar-more" },
    models,
    routing,
    glossary,
    element("div", { class: "choice", "data-control": "share-both" }, share, sharing),
    exports,
    theme,
  );
  const menu = element(
    "button",
    {
      type: "button",
      class: "bar-menu",
      "data-control": "menu",
      "aria-controls": "bar-more",
      "aria-expanded": "false",
      onclick: () => {
        const opened = more.toggleAttribute("data-opened");
        menu.setAttribute("aria-expanded", String(opened));
      },
    },
    "Menu",
  );
  root.append(createLabsMenu(store), tour, menu, more);

  async function copyLink() {
    const { href, missing } = await guide.link();
    if (missing)
      store.update({
        problem: { message: `${missing} The rest of the view is in it.`, lasting: false },
      });
    history.replaceState(null, "", href);
    try {
      await navigator.clipboard.writeText(href);
      share.textContent = "Link copied";
    } catch {
      // Without a secure context there is no clipboard; the address bar holds the link all the same.
      share.textContent = "Copy the address above";
    }
    share.dataset.copied = "";
    setTimeout(() => {
      share.textContent = "Share";
      delete share.dataset.copied;
    }, 2500);
  }

  store.watch(["models"], () => {
    models.replaceChildren(
      ...store.state.models.map(({ name, title, test_error: error }, _, all) => {
        // Of several networks for the same pictures, each says which it is.
        const shared = all.filter((other) => other.title === title).length > 1;
        const text = shared ? `${title} (${name})` : title;
        return element(
          "option",
          { value: name },
          error === null ? text : `${text} · ${(100 * (1 - error)).toFixed(2)} % right`,
        );
      }),
    );
  });
  store.watch(["model", "routing"], () => {
    const { model } = store.state;
    models.value = model.name;
    const { routing_iterations: own, max_iterations: most } = model.config;
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
  store.watch(["dark"], () => {
    theme.setAttribute("aria-label", store.state.dark ? "Use light colours" : "Use dark colours");
  });
}

/**
 * The button that unfolds the list of labs.
 * @param {import("../state/store.js").Store} store
 */
function createLabsMenu(store) {
  const labs = /** @type {[import("../state/url-fields.js").Lab, string][]} */ (
    Object.entries(LABS)
  );
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

  /** @param {import("../state/url-fields.js").Lab} lab */
  function open(lab) {
    button.focus();
    unfold(false);
    store.update({ stage: lab });
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
