/** Networks for tests: the paper's, and a small one whose sizes are all different. */

/** @type {import("../../static/js/state/state.js").Config} */
const PAPER = {
  image_height: 28,
  image_width: 28,
  image_channels: 1,
  conv1_kernels: 256,
  conv1_kernel_size: 9,
  primary_types: 32,
  primary_dimensions: 8,
  primary_kernel_size: 9,
  field_size: 17,
  field_stride: 2,
  between: [],
  depthwise: false,
  squash: "quadratic",
  routing: "agreement",
  classes: 10,
  digit_dimensions: 16,
  digit_bias: true,
  routing_iterations: 3,
  max_iterations: 10,
  decoder_hidden: [512, 1024],
};

/** @type {import("../../static/js/state/state.js").Config} */
const UNEVEN = {
  image_height: 13,
  image_width: 16,
  image_channels: 2,
  conv1_kernels: 5,
  conv1_kernel_size: 3,
  primary_types: 4,
  primary_dimensions: 6,
  primary_kernel_size: 2,
  field_size: 4,
  field_stride: 3,
  between: [],
  depthwise: false,
  squash: "quadratic",
  routing: "agreement",
  classes: 3,
  digit_dimensions: 7,
  digit_bias: false,
  routing_iterations: 2,
  max_iterations: 10,
  decoder_hidden: [11],
};

/** @type {import("../../static/js/state/state.js").Config} */
const ATTENTIVE = {
  image_height: 28,
  image_width: 28,
  image_channels: 1,
  conv1_kernels: 32,
  conv1_kernel_size: 5,
  primary_types: 16,
  primary_dimensions: 8,
  primary_kernel_size: 9,
  field_size: 27,
  field_stride: 2,
  between: [
    { kernels: 64, kernel_size: 3, stride: 1 },
    { kernels: 64, kernel_size: 3, stride: 1 },
    { kernels: 128, kernel_size: 3, stride: 2 },
  ],
  depthwise: true,
  squash: "exponential",
  routing: "attention",
  classes: 10,
  digit_dimensions: 16,
  routing_iterations: 1,
  max_iterations: 1,
  decoder_hidden: [512, 1024],
};

/**
 * @param {import("../../static/js/state/state.js").Config} config
 * @param {string[]} names of the classes
 * @returns {import("../../static/js/state/state.js").Model}
 */
function describe(config, names) {
  return {
    name: "network",
    label: "Network",
    title: "MNIST",
    dataset: "mnist",
    shows: "digits",
    class_names: names,
    image: {
      height: config.image_height,
      width: config.image_width,
      channels: config.image_channels,
    },
    config,
    parameters: 0,
    test_error: null,
    sha256: "0",
  };
}

export const paper = describe(PAPER, [..."0123456789"]);
/** Efficient-CapsNet: sixteen capsules at one position, self-attention routing. */
export const attentive = describe(ATTENTIVE, [..."0123456789"]);
/** Windows of 2x2 that stand 3 apart leave cells of Conv1's maps between them. */
export const uneven = describe(UNEVEN, ["shirt", "coat", "bag"]);
