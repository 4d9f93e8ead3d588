/** Draw: the exact pixels that the network receives, and every way to change them. */

import { createPenWidth } from "./pen-width.js";
import { createFiles, listenForPictures } from "./picture-files.js";
import { createPixelEditor } from "./pixel-editor.js";
import { createTestPictures } from "./test-pictures.js";

export const title = "Draw";

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "pixels", title: "Pixels" },
    line: "These are the numbers that the network receives: 0 is paper, 1 is ink. Click a pixel to turn its ink on or off.",
    mount(root, store, _, tools) {
      root.append(createPixelEditor(store));
      tools.append(createPenWidth(store));
      listenForPictures(store);
    },
  },
  {
    ...{ name: "pictures", title: "Test pictures" },
    line: "The network was tested on these pictures and learned from none of them.",
    mount(root, store, _, tools) {
      const { root: pictures, controls } = createTestPictures(store);
      root.append(pictures);
      tools.append(controls);
      listenForPictures(store);
    },
  },
  {
    ...{ name: "own", title: "A picture of yours" },
    line: "A photo or a scan of one digit, dark on light. It goes to your own server only, and is not kept.",
    mount(root, store) {
      root.append(createFiles(store));
      listenForPictures(store);
    },
  },
];
