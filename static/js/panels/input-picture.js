/** The pixels that the network receives, as ink on paper. */

/**
 * Paints a trace's image over a whole canvas, whatever its size.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../trace.js").Trace} trace
 */
export function paintInput(context, trace) {
  const shape = trace.shape("image");
  const [height, width] = shape.slice(-2);
  const values = trace.values("image");
  const channels = shape.length === 3 ? shape[0] : 1;
  const picture = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      const value = values[(channels === 3 ? colour : 0) * width * height + pixel];
      // Ink is 1 and dark; a picture in colour is shown as it is.
      picture.data[4 * pixel + colour] = 255 * (channels === 3 ? value : 1 - value);
    }
    picture.data[4 * pixel + 3] = 255;
  }
  const { canvas } = context;
  const small = new OffscreenCanvas(width, height);
  small.getContext("2d")?.putImageData(picture, 0, 0);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}

/**
 * Paints a trace's image on a canvas of just its size.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../trace.js").Trace} trace
 */
export function paintInputPicture(canvas, trace) {
  const [height, width] = trace.shape("image").slice(-2);
  canvas.width = width;
  canvas.height = height;
  paintInput(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), trace);
}
