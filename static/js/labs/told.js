/** The one line of a lab that tells what is pointed at in any of its pictures. */

import { createReadout } from "../widgets/readout.js";

export function createTold() {
  return createReadout({ "data-told": "" });
}
