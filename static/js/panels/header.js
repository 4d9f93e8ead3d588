/** The bar at the top: which network, how many iterations, which colours, and a link to all of it. */

import { element } from "../dom.js";
import { missingFromLink } from "../location.js";

/** As many as the server takes. */
const MOST_ITERATIONS = 10;

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Store} store
 */
export function mount(root, store) {
  const models = element("select", {
    "aria-label": "Network",
    onchange: () => {
      const model = store.state.models.find(({ name }) => name === models.value);
      if (model) store.update({ model, digit: null, iteration: null });
    },
  });
  const routing = element("select", {
    "aria-label": "Routing iterations",
    onchange: () => store.update({ routing: Number(routing.value) || null, iteration: null }),
  });
  const share = element("button", { type: "button", onclick: copyLink }, "Share");
  const theme = element(
    "button",
    {
      type: "button",
      title: "Light or dark",
      onclick: () => store.update({ theme: store.state.dark ? "light" : "dark" }),
    },
    "◐",
  );
  root.append(models, routing, share, theme);

  async function copyLink() {
    const missing = missingFromLink(store.state);
    if (missing)
      store.update({
        problem: { message: `${missing} The rest of the view is in it.`, lasting: false },
      });
    try {
      await navigator.clipboard.writeText(location.href);
      share.textContent = "Link copied";
    } catch {
      // Without a secure context there is no clipboard; the address bar holds the link all the same.
      share.textContent = "Copy the address above";
    }
    setTimeout(() => (share.textContent = "Share"), 2500);
  }

  store.watch(["models"], () => {
    models.replaceChildren(
      ...store.state.models.map(({ name, title, test_error: error }) =>
        element(
          "option",
          { value: name },
          error === null ? title : `${title} · ${(100 * (1 - error)).toFixed(2)} % right`,
        ),
      ),
    );
  });
  store.watch(["model", "routing"], () => {
    const { model } = store.state;
    models.value = model.name;
    const own = model.config.routing_iterations;
    routing.replaceChildren(
      ...Array.from({ length: MOST_ITERATIONS }, (_, index) => {
        const count = index + 1;
        const text = `${count} ${count === 1 ? "iteration" : "iterations"}${count === own ? " (trained)" : ""}`;
        return element("option", { value: count === own ? "" : count }, text);
      }),
    );
    routing.value =
      store.state.routing === null || store.state.routing === own
        ? ""
        : String(store.state.routing);
  });
  store.watch(["dark"], () => {
    theme.setAttribute("aria-label", store.state.dark ? "Use light colours" : "Use dark colours");
  });
}
