/**
 * The wire: reads the server's binary answers, files in the safetensors format.
 *
 * A file is the length of its header (8 bytes, little-endian), the header (JSON: name -> dtype,
 * shape and the place of its bytes) and the bytes of all tensors, one directly after another.
 */

/** Element type of each dtype that the page can read. */
const ARRAYS = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};

const PREFIX = 8;

/**
 * @typedef {keyof typeof ARRAYS} Dtype
 * @typedef {object} WireTensor
 * @property {Dtype} dtype type of its elements, as the format spells it
 * @property {number[]} shape sizes of its axes; none for a single number
 * @property {InstanceType<(typeof ARRAYS)[Dtype]>} data its elements in row-major order, a view
 *   into the answer's own bytes
 *
 * @typedef {object} WireMessage
 * @property {Record<string, string>} metadata what the answer says besides its tensors
 * @property {Record<string, WireTensor>} tensors by name
 *
 * @typedef {object} Quantization
 * @property {number} scale difference between two neighbouring bytes
 * @property {number} zero value of byte 0
 */

/** An answer that cannot be read; the message names what is wrong with it. */
export class WireError extends Error {
  name = "WireError";
}

/**
 * The metadata and tensors of a safetensors file. Nothing is copied.
 *
 * @param {ArrayBuffer} buffer
 * @returns {WireMessage}
 * @throws {WireError} where the file is damaged or holds what the page cannot read
 */
export function decode(buffer) {
  const { header, start } = readHeader(buffer);
  const { __metadata__: metadata = {}, ...entries } = header;
  checkMetadata(metadata);
  const tensors = Object.entries(entries).map(([name, entry]) => readEntry(name, entry));
  checkCover(tensors, buffer.byteLength - start);
  return {
    metadata,
    tensors: Object.fromEntries(
      tensors.map(({ name, dtype, shape, begin }) => [
        name,
        { dtype, shape, data: view(buffer, start + begin, name, dtype, shape) },
      ]),
    ),
  };
}

/**
 * The values that a tensor of bytes stands for: zero + scale * byte.
 *
 * @param {WireTensor} tensor
 * @param {Quantization} quantization
 * @returns {Float32Array}
 */
export function dequantize(tensor, { scale, zero }) {
  const bytes = tensor.data;
  if (!(bytes instanceof Uint8Array)) {
    throw new WireError(`only bytes stand for values on a scale, not ${tensor.dtype}`);
  }
  // A loop: Float32Array.from with a function takes ten times as long, and this runs as one draws.
  const values = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) values[index] = zero + scale * bytes[index];
  return values;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {{header: Record<string, any>, start: number}} the header and where the tensors begin
 */
function readHeader(buffer) {
  if (buffer.byteLength < PREFIX) {
    throw new WireError(`the answer is truncated: ${buffer.byteLength} bytes hold no header`);
  }
  const length = new DataView(buffer).getBigUint64(0, true);
  const room = buffer.byteLength - PREFIX;
  if (length > room) {
    throw new WireError(`the answer is truncated: a header of ${length} bytes in ${room}`);
  }
  const start = PREFIX + Number(length);
  let header;
  try {
    const bytes = new Uint8Array(buffer, PREFIX, Number(length));
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new WireError("the answer's header is not JSON");
  }
  if (!isRecord(header)) throw new WireError("the answer's header is not a JSON object");
  return { header, start };
}

/** @param {unknown} metadata */
function checkMetadata(metadata) {
  if (!isRecord(metadata) || !Object.values(metadata).every((text) => typeof text === "string")) {
    throw new WireError("the answer's metadata is not a table of texts");
  }
}

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {Dtype} dtype
 * @property {number[]} shape
 * @property {number} begin first byte, counted from the end of the header
 * @property {number} end byte after the last
 *
 * @param {string} name
 * @param {unknown} entry
 * @returns {Entry}
 */
function readEntry(name, entry) {
  if (!isRecord(entry)) throw new WireError(`tensor ${name} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDtype(dtype)) {
    throw new WireError(`tensor ${name} has an unknown dtype: ${JSON.stringify(dtype)}`);
  }
  if (!isSizes(shape)) {
    throw new WireError(`tensor ${name} has an invalid shape: ${JSON.stringify(shape)}`);
  }
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new WireError(`tensor ${name} has invalid offsets: ${JSON.stringify(offsets)}`);
  }
  const [begin, end] = offsets;
  const expected = count(shape) * ARRAYS[dtype].BYTES_PER_ELEMENT;
  if (end - begin !== expected) {
    throw new WireError(
      `tensor ${name} has ${end - begin} bytes (${dtype} of ${shape.join("x")} needs ${expected})`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/**
 * Tensors follow one another without a hole, as the format demands, and fill the file.
 *
 * @param {Entry[]} tensors
 * @param {number} size bytes after the header
 */
function checkCover(tensors, size) {
  let covered = 0;
  const inFile = tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  for (const { name, begin, end } of inFile) {
    if (end > size) {
      throw new WireError(`tensor ${name} ends out of range, at byte ${end} of ${size}`);
    }
    if (begin < covered) throw new WireError(`tensor ${name} overlaps the one before it`);
    if (begin > covered) {
      throw new WireError(`${begin - covered} bytes before tensor ${name} belong to no tensor`);
    }
    covered = end;
  }
  if (covered < size) throw new WireError(`the last ${size - covered} bytes belong to no tensor`);
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} byte
 * @param {string} name
 * @param {Dtype} dtype
 * @param {number[]} shape
 */
function view(buffer, byte, name, dtype, shape) {
  const Elements = ARRAYS[dtype];
  if (byte % Elements.BYTES_PER_ELEMENT !== 0) {
    throw new WireError(`tensor ${name} is not aligned: ${dtype} at byte ${byte}`);
  }
  return new Elements(buffer, byte, count(shape));
}

/** @param {number[]} shape */
function count(shape) {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {value is Dtype}
 */
function isDtype(value) {
  return typeof value === "string" && Object.hasOwn(ARRAYS, value);
}

/**
 * @param {unknown} value
 * @returns {value is number[]}
 */
function isSizes(value) {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
