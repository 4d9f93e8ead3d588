/** Where a class finds the page: the address that others type, and its QR code. */

import { getAddresses } from "../server/api.js";
import { wordsOf } from "../state/problem.js";
import { element } from "../widgets/dom.js";

/** Characters of the longest query that a phone reads off a screen: ../../app/schemas.py. */
const LONGEST_CODE = 240;

/**
 * @typedef {Object} Found
 * @property {boolean} others whether the server listens to other machines
 * @property {{url: string, qr: string}[]} addresses the most likely first
 */

export function createClassAddress() {
  const root = element("div", { class: "class-address", "data-part": "address" });

  /**
   * @param {Found} found
   * @param {boolean} whole whether the codes hold the whole link
   */
  function show({ others, addresses }, whole) {
    if (addresses.length > 0) {
      const words = whole
        ? "The code opens the link above."
        : "The code opens the page: the link above is too long for one.";
      root.replaceChildren(
        ...addresses.map(({ url, qr }) =>
          element(
            "figure",
            { "data-address": url },
            element("img", {
              src: `data:image/svg+xml,${encodeURIComponent(qr)}`,
              alt: `QR code of ${url}`,
            }),
            element("figcaption", {}, url),
          ),
        ),
        element("p", { class: "quiet" }, words),
      );
    } else if (others) {
      root.replaceChildren(
        element("p", {}, "The server listens to others, but knows no address of its own."),
        howTo("--allow-host NAME", "adds the name or address by which they reach it."),
      );
    } else {
      root.replaceChildren(
        element("p", {}, "Only this machine can open the page: the server listens to it alone."),
        howTo("make run HOST=0.0.0.0", "starts it for a class, as does"),
        howTo("python run_visualization.py --host 0.0.0.0"),
      );
    }
  }

  return {
    root,
    /**
     * Shows where others find what a link shows; returns the beginning of a link for them.
     * @param {string} query of the link
     * @returns {Promise<string>}
     */
    async find(query) {
      const whole = query.length <= LONGEST_CODE;
      try {
        const found = await getAddresses(whole ? query : "");
        show(found, whole);
        return isLocal() ? (found.addresses.at(0)?.url ?? location.origin) : location.origin;
      } catch (error) {
        root.replaceChildren(
          element("p", {}, `The address for others could not be asked for: ${wordsOf(error)}`),
        );
        return location.origin;
      }
    },
  };
}

/** Whether the page was opened by a name that leads every machine to itself. */
function isLocal() {
  return /^(localhost|127\.|\[::1\])/.test(location.hostname);
}

/** @param {string} command @param {string} [words] */
function howTo(command, words = "") {
  return element("p", {}, element("code", {}, command), words && ` ${words}`);
}
