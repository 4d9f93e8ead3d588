/** The picture of the capsule in hand: the page draws it once the decoder is here, else the server. */

import { postDecode } from "./api.js";
import { createLatest } from "./latest.js";

/**
 * What draws a network's capsules in the page, by the sum of the network's file.
 * @type {Map<string, (digit: number, values: number[]) => Float32Array>}
 */
const decoders = new Map();
/** Networks whose decoder is here or on its way. @type {Set<string>} */
const coming = new Set();

/**
 * Fetches a network's decoder, before a slider is moved: the page then draws capsules itself.
 * Until it is here, and where it does not come, the server draws them.
 * @param {import("../state/state.js").Model} model
 */
export async function prepareDecoder(model) {
  const { sha256 } = model;
  if (coming.has(sha256)) return;
  coming.add(sha256);
  try {
    const [{ decodeCapsule }, { loadDecoder }] = await Promise.all([
      import("../network/decoder.js"),
      import("./weights.js"),
    ]);
    const layers = await loadDecoder(model);
    decoders.set(sha256, (digit, values) =>
      decodeCapsule(layers, digit, values, model.config.classes),
    );
  } catch {
    coming.delete(sha256); // the next touch tries again
  }
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
  const draw = decoders.get(model.sha256);
  if (draw) return { model, digit, picture: draw(digit, values) };
  return postDecode(model.name, [[digit, values]]).then((picture) => ({ model, digit, picture }));
}
