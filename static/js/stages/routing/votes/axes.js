/**
 * The votes of a class as points of a plane. The plane's axes are the two directions in which the
 * class's weights let votes differ most: they are the same for every drawing, so nothing jumps while
 * a person draws.
 */

/** Off the diagonal, what is left of a matrix when it counts as diagonal, of its size. */
const PRECISION = 1e-24;
const MOST_SWEEPS = 60;

/**
 * The two leading principal directions of a class's weights: of the matrix W Wᵀ, summed over all
 * capsules. Each is a unit vector whose largest component is positive.
 *
 * @param {Float32Array} weight capsules * primary dimensions * `dimensions`
 * @param {number} dimensions of a vote
 * @returns {[Float64Array, Float64Array]}
 */
export function voteAxes(weight, dimensions) {
  const moments = new Float64Array(dimensions * dimensions);
  for (let start = 0; start < weight.length; start += dimensions) {
    for (let row = 0; row < dimensions; row++) {
      for (let column = 0; column <= row; column++) {
        moments[row * dimensions + column] += weight[start + row] * weight[start + column];
      }
    }
  }
  for (let row = 0; row < dimensions; row++) {
    for (let column = 0; column < row; column++) {
      moments[column * dimensions + row] = moments[row * dimensions + column];
    }
  }
  const [first, second] = eigenvectors(moments, dimensions);
  return [first, second];
}

/**
 * Every vote û = Σ u W of a class.
 *
 * @param {Float32Array} primary capsules * primary dimensions
 * @param {Float32Array} weight capsules * primary dimensions * `dimensions`
 * @param {number} dimensions of a vote
 * @param {number} primaryDimensions
 * @returns {Float32Array} capsules * dimensions
 */
export function votesOf(primary, weight, dimensions, primaryDimensions) {
  const votes = new Float32Array((primary.length / primaryDimensions) * dimensions);
  for (let index = 0; index < primary.length; index++) {
    const value = primary[index];
    const vote = Math.floor(index / primaryDimensions) * dimensions;
    const row = index * dimensions;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      votes[vote + dimension] += value * weight[row + dimension];
    }
  }
  return votes;
}

/**
 * Vectors seen in the plane.
 *
 * @param {Float32Array} vectors any number of them, one after another
 * @param {[Float64Array, Float64Array]} axes
 * @returns {Float32Array} x and y of each
 */
export function project(vectors, axes) {
  const dimensions = axes[0].length;
  const points = new Float32Array((vectors.length / dimensions) * 2);
  for (let index = 0; index < points.length; index++) {
    const axis = axes[index % 2];
    const start = Math.floor(index / 2) * dimensions;
    let sum = 0;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      sum += axis[dimension] * vectors[start + dimension];
    }
    points[index] = sum;
  }
  return points;
}

/**
 * Sum of the squared distances of points from their mean.
 *
 * @param {Float32Array} points
 * @param {number} dimensions
 */
export function spread(points, dimensions) {
  const count = points.length / dimensions;
  const sums = new Float64Array(dimensions);
  let squares = 0;
  points.forEach((value, index) => {
    sums[index % dimensions] += value;
    squares += value * value;
  });
  return squares - sums.reduce((total, sum) => total + sum * sum, 0) / count;
}

/**
 * Unit eigenvectors of a symmetric matrix by Jacobi's rotations, of the largest eigenvalue first.
 *
 * @param {Float64Array} matrix size * size; it is used up
 * @param {number} size
 * @returns {Float64Array[]}
 */
function eigenvectors(matrix, size) {
  const vectors = Array.from({ length: size }, (_, index) => {
    const vector = new Float64Array(size);
    vector[index] = 1;
    return vector;
  });
  const scale = matrix.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off += matrix[p * size + q] ** 2;
        rotate(matrix, vectors, size, p, q);
      }
    }
    if (off <= PRECISION * scale) break;
  }
  const order = vectors
    .map((_, index) => index)
    .sort((one, other) => matrix[other * size + other] - matrix[one * size + one]);
  return order.map((index) => {
    const vector = vectors[index];
    const largest = vector.reduce((most, v) => (Math.abs(v) > Math.abs(most) ? v : most), 0);
    return vector.map((value) => (largest < 0 ? -value : value));
  });
}

/**
 * Turns the axes p and q so that the matrix holds zero between them.
 *
 * @param {Float64Array} matrix
 * @param {Float64Array[]} vectors
 * @param {number} size
 * @param {number} p
 * @param {number} q
 */
function rotate(matrix, vectors, size, p, q) {
  const between = matrix[p * size + q];
  if (between === 0) return;
  const slope = (matrix[q * size + q] - matrix[p * size + p]) / (2 * between);
  const tangent = Math.sign(slope || 1) / (Math.abs(slope) + Math.hypot(slope, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  /** @type {(array: Float64Array, one: number, other: number) => void} */
  const turn = (array, one, other) => {
    const [a, b] = [array[one], array[other]];
    array[one] = cosine * a - sine * b;
    array[other] = sine * a + cosine * b;
  };
  for (let index = 0; index < size; index++) turn(matrix, index * size + p, index * size + q);
  for (let index = 0; index < size; index++) turn(matrix, p * size + index, q * size + index);
  const [one, other] = [vectors[p], vectors[q]];
  for (let index = 0; index < size; index++) {
    const [a, b] = [one[index], other[index]];
    one[index] = cosine * a - sine * b;
    other[index] = sine * a + cosine * b;
  }
}
