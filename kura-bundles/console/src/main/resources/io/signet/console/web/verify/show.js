// Tensors in words.

import { toHex } from './bytes.js';

const VALUES_SHOWN_MAX = 8;
const GETTERS = {
  BOOL: (view, i) => (view.getUint8(i) === 0 ? 'false' : 'true'),
  UINT8: (view, i) => view.getUint8(i),
  UINT16: (view, i) => view.getUint16(2 * i, true),
  UINT32: (view, i) => view.getUint32(4 * i, true),
  UINT64: (view, i) => view.getBigUint64(8 * i, true),
  INT8: (view, i) => view.getInt8(i),
  INT16: (view, i) => view.getInt16(2 * i, true),
  INT32: (view, i) => view.getInt32(4 * i, true),
  INT64: (view, i) => view.getBigInt64(8 * i, true),
  FP16: (view, i) => toHex(new Uint8Array(view.buffer, view.byteOffset + 2 * i, 2)),
  FP32: (view, i) => Number(view.getFloat32(4 * i, true).toPrecision(7)),
  FP64: (view, i) => view.getFloat64(8 * i, true),
};
const BYTES_OF = { BOOL: 1, UINT8: 1, INT8: 1, UINT16: 2, INT16: 2, FP16: 2, UINT32: 4, INT32: 4, FP32: 4, UINT64: 8, INT64: 8, FP64: 8 };

/** Type, shape and the first elements of a tensor. */
export function tensorText({ type, shape, data }) {
  const count = data.length / BYTES_OF[type];
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const shown = Array.from({ length: Math.min(count, VALUES_SHOWN_MAX) }, (_, i) => String(GETTERS[type](view, i)));
  return `${type} [${shape.join(', ')}]: ${shown.join(', ')}${count > VALUES_SHOWN_MAX ? ', …' : ''}`;
}
