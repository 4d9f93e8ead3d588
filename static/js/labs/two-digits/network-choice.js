/** The choice of a network for two digits, where there are several. */

import { element } from "../../widgets/dom.js";

/** @typedef {import("./pair.js").PairReader} PairReader */

/**
 * @param {readonly PairReader[]} networks
 * @param {(network: PairReader) => void} choose
 */
export function createNetworkChoice(networks, choose) {
  const select = element(
    "select",
    {
      "aria-label": "Network for two digits",
      onchange: () => choose(networks[select.selectedIndex]),
    },
    ...networks.map(({ name, label }) => element("option", { value: name }, label)),
  );
  return {
    root: element("span", { hidden: networks.length === 1 }, "network ", select),
    /** @param {PairReader} network */
    show: ({ name }) => void (select.value = name),
  };
}
