/** The picture of the capsule in hand: the page draws it once the decoder is here, else the server. */

import { postDecode } from "./api.js";
import { createLatest } from "./latest.js";

/**
 * What draws a network's capsules in the page, by the sum of the network's file.
 * @type {Map<string, (digit: number, values: number[]) => Float32Array>}
 */
const decoders = new Map();
/** Decoders that are here or on their way, by the same. @type {Map<string, Promise<void>>} */
const coming = new Map();

/**
 * Fetches a network's decoder, before a slider is moved: the page then draws capsules itself.
 * Until it is here, and where it does not come, the server draws them.
 * @param {import("../state/state.js").Model} model
 * @returns {Promise<void>} when it is here, or did not come
 */
export function prepareDecoder(model) {
  const { sha256 } = model;
  const fetched = coming.get(sha256) ?? fetchDecoder(model).catch(() => void coming.delete(sha256)); // the next touch tries again
  coming.set(sha256, fetched);
  return fetched;
}

/** @param {import("../state/state.js").Model} model */
async function fetchDecoder(model) {
  const [{ decodeCapsule }, { loadDecoder }] = await Promise.all([
    import("../network/decoder.js"),
    import("./weights.js"),
  ]);
  const layers = await loadDecoder(model);
  decoders.set(model.sha256, (digit, values) =>
    decodeCapsule(layers, digit, values, model.config.classes),
  );
}

/**
 * What draws a network's capsules in the page, by a class and its capsule's values; null where its
 * decoder is not here.
 * @param {import("../state/state.js").Model} model
 */
export function drawerOf({ sha256 }) {
  return decoders.get(sha256) ?? null;
}

/**
 * Decodes the capsule in hand whenever it changes. Called before panels watch the store, it asks
 * before they paint, and the server computes meanwhile.
 * @param {import("../state/store.js").Store} store
 */
export function followHeld(store) {
  const latest = createLatest(store, {
    ask() {
      const { held, model } = store.state;
      return held ? decode(model, held) : null;
    },
    show({ model, digit, picture }) {
      const now = store.state;
      // Late where another capsule was taken up, or this one let go.
      if (now.model !== model || now.held?.digit !== digit) return;
      store.update({ heldPicture: picture, moved: now.moved + 1 });
    },
  });

  store.watch(["held"], () => {
    if (store.state.held) void prepareDecoder(store.state.model);
    else store.update({ heldPicture: null });
    latest.now();
  });
  // Another drawing, network or class is another capsule: the one in hand is let go.
  let given = true;
  store.watch(["drawing", "stroke", "input", "center", "model", "routing", "digit"], () => {
    // A link may open the page with a capsule in hand.
    if (!given) store.update({ held: null });
    given = false;
  });
}

/**
 * A capsule's picture, and what it was made of.
 * @param {import("../state/state.js").Model} model
 * @param {import("../state/state.js").HeldCapsule} capsule
 */
function decode(model, { digit, values }) {
  const draw = drawerOf(model);
  if (draw) return { model, digit, picture: draw(digit, values) };
  return postDecode(model.name, [[digit, values]]).then((picture) => ({ model, digit, picture }));
}
