// Tensors and their digests; docs/protocol.md, sections "Tensor digest" and "Tensors".

import { LABEL_CHARS_MAX, Malformed, requireLabel } from './bytes.js';
import { cborArray, cborBytes, cborInt, cborMap, cborText } from './cbor.js';

export const TENSORS_MAX = 16;
export const RANK_MAX = 8;
export const INT31_MAX = 0x7fffffff;
const TYPE_CHARS_MAX_CBOR = 6;
const NO_BYTES = new Uint8Array(0);
/** Sizes of elements in bytes, by their types' names in the Open Inference Protocol. */
export const ELEMENT_BYTES = new Map([
  ['BOOL', 1],
  ['UINT8', 1],
  ['UINT16', 2],
  ['UINT32', 4],
  ['UINT64', 8],
  ['INT8', 1],
  ['INT16', 2],
  ['INT32', 4],
  ['INT64', 8],
  ['FP16', 2],
  ['FP32', 4],
  ['FP64', 8],
]);

/** Number of bytes of a tensor of that type and shape. */
export function tensorBytes(type, shape, offset) {
  let size = ELEMENT_BYTES.get(type);
  for (const dimension of shape) {
    size *= dimension === 0 ? 1 : dimension;
    if (size > INT31_MAX) {
      throw new Malformed(`a ${type} tensor of shape [${shape}] exceeds 2^31-1 bytes`, offset);
    }
  }
  return shape.includes(0) ? 0 : size;
}

/** A tensor of those bytes, which must be as many as its shape says. */
export function tensorOf(type, shape, data, offset) {
  const expected = tensorBytes(type, shape, offset);
  if (data.length !== expected) {
    throw new Malformed(`a ${type} tensor of shape [${shape}] has ${expected} bytes, not ${data.length}`, offset);
  }
  return { type, shape, data };
}

/** Reads named tensors: a map from names to type, shape and elements. */
export function readTensors(reader) {
  const start = reader.at;
  const count = reader.readMapSize();
  if (count > TENSORS_MAX) {
    throw new Malformed(`there are ${count} tensors, more than ${TENSORS_MAX}`, start);
  }
  const named = new Map();
  for (let i = 0; i < count; i++) {
    named.set(readTensorName(reader), readTensor(reader));
  }
  return named;
}

export function readTensorName(reader) {
  const start = reader.at;
  return requireLabel("a tensor's name", reader.readText(LABEL_CHARS_MAX), start);
}

function readTensor(reader) {
  const start = reader.at;
  reader.readArray(3);
  const type = reader.readText(TYPE_CHARS_MAX_CBOR);
  if (!ELEMENT_BYTES.has(type)) {
    throw new Malformed('there is no data type of that name', start);
  }
  const rank = reader.readArraySize();
  if (rank > RANK_MAX) {
    throw new Malformed(`a tensor has more than ${RANK_MAX} dimensions`, start);
  }
  const shape = Array.from({ length: rank }, () => reader.readInt(0, INT31_MAX));
  return tensorOf(type, shape, reader.readBytes(INT31_MAX), start);
}

/** The rows {@code [from, to)} along the outermost dimension. */
export function tensorRows(tensor, from, to) {
  const [rows] = tensor.shape;
  const rowBytes = rows === 0 ? 0 : tensor.data.length / rows;
  return {
    type: tensor.type,
    shape: [to - from, ...tensor.shape.slice(1)],
    data: rowBytes === 0 ? NO_BYTES : tensor.data.subarray(from * rowBytes, to * rowBytes),
  };
}

export function tensorDigest(work, tensor) {
  const shape = cborArray(...tensor.shape.map(cborInt));
  return work.sha256(cborArray(cborText('signet/tensor/1'), cborText(tensor.type), shape), tensor.data);
}

/** The common digest of named tensors. */
export async function tensorsDigest(work, named) {
  const digests = new Map();
  for (const [name, tensor] of named) {
    digests.set(name, await tensorDigest(work, tensor));
  }
  return digestOfDigests(work, digests);
}

/** The same of tensors of which only the digests are known. */
export function digestOfDigests(work, digests) {
  // Names are ASCII, so that their encodings are in order by length first.
  const inOrder = [...digests].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  const entries = inOrder.flatMap(([name, digest]) => [cborText(name), cborBytes(digest)]);
  return work.sha256(cborArray(cborText('signet/tensors/1'), cborMap(...entries)));
}
