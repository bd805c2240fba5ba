// Deterministic CBOR (RFC 8949 section 4.2.1): read strictly, nothing is repaired; docs/protocol.md, section "Conventions".

import { Malformed, compareBytes, joinBytes, utf8Bytes, utf8Text } from './bytes.js';

const CBOR_DEPTH_MAX = 16;
const CBOR_UNSIGNED = 0;
const CBOR_NEGATIVE = 1;
const CBOR_BYTES = 2;
const CBOR_TEXT = 3;
const CBOR_ARRAY = 4;
const CBOR_MAP = 5;
const CBOR_TAG = 6;
const CBOR_FALSE = 0xf4;
const CBOR_TRUE = 0xf5;
const CBOR_NULL = 0xf6;
const TWO_POW_32 = 2 ** 32;

/** Reads one item of untrusted bytes, part by part, and nothing else. */
export class CborReader {
  constructor(data) {
    this.data = data;
    this.at = 0;
    this.tagged = false;
    // The innermost array or map: how many items are left of it, and where the last key of a map was.
    this.level = { left: 1, map: false, keyStart: -1, keyEnd: -1 };
    this.around = [];
  }

  /** 'int', 'bytes', 'text', 'array', 'map', 'tag', 'boolean' or 'null'. */
  peekType() {
    const initial = this.peekInitial();
    const major = initial >>> 5;
    if (major < 7) {
      return ['int', 'int', 'bytes', 'text', 'array', 'map', 'tag'][major];
    }
    if (initial === CBOR_FALSE || initial === CBOR_TRUE) {
      return 'boolean';
    }
    if (initial === CBOR_NULL) {
      return 'null';
    }
    throw this.malformed('floats and other simple values are not allowed');
  }

  readMapSize() {
    return this.open(CBOR_MAP, 'a map');
  }

  readArraySize() {
    return this.open(CBOR_ARRAY, 'an array');
  }

  readMap(entries) {
    const start = this.at;
    const found = this.readMapSize();
    if (found !== entries) {
      throw this.malformed(`expected a map of ${entries} entries, not ${found}`, start);
    }
  }

  readArray(items) {
    const start = this.at;
    const found = this.readArraySize();
    if (found !== items) {
      throw this.malformed(`expected an array of ${items} items, not ${found}`, start);
    }
  }

  readTag(expected) {
    const start = this.at;
    if (this.peekInitial() >>> 5 !== CBOR_TAG) {
      throw this.malformed(`expected tag ${expected}`);
    }
    this.requireTagAllowed();
    if (this.readHead() !== expected) {
      throw this.malformed(`expected tag ${expected}`, start);
    }
    this.tagged = true;
  }

  /** An integer. Beyond 2^53 it is not exact, but no format has such, so that each bound refuses it. */
  readAnyInt() {
    const start = this.at;
    const major = this.peekInitial() >>> 5;
    if (major !== CBOR_UNSIGNED && major !== CBOR_NEGATIVE) {
      throw this.malformed('expected an integer');
    }
    const argument = this.readHead();
    this.endItem(start);
    return major === CBOR_UNSIGNED ? argument : -1 - argument;
  }

  readInt(min, max) {
    const start = this.at;
    const value = this.readAnyInt();
    if (value < min || value > max) {
      throw this.malformed(`expected an integer from ${min} to ${max}, not ${value}`, start);
    }
    return value;
  }

  readExactInt(expected) {
    const start = this.at;
    const value = this.readAnyInt();
    if (value !== expected) {
      throw this.malformed(`expected ${expected}, not ${value}`, start);
    }
  }

  /** A text of at most so many UTF-16 code units. */
  readText(charsMax) {
    const start = this.at;
    const length = this.readStringHead(CBOR_TEXT, 'a text string', 3 * charsMax);
    const text = utf8Text(this.data.subarray(this.at, this.at + length), 'a text string', start);
    if (text.length > charsMax) {
      throw this.malformed(`a text string has more than ${charsMax} characters`, start);
    }
    this.at += length;
    this.endItem(start);
    return text;
  }

  readExactText(expected) {
    const start = this.at;
    if (this.readText(expected.length) !== expected) {
      throw this.malformed(`expected the text "${expected}"`, start);
    }
  }

  /** A byte string, as a view. */
  readBytes(bytesMax) {
    const start = this.at;
    const length = this.readStringHead(CBOR_BYTES, 'a byte string', bytesMax);
    const value = this.data.subarray(this.at, this.at + length);
    this.at += length;
    this.endItem(start);
    return value;
  }

  readExactBytes(size) {
    const start = this.at;
    const value = this.readBytes(size);
    if (value.length !== size) {
      throw this.malformed(`expected ${size} bytes, not ${value.length}`, start);
    }
    return value;
  }

  readNull() {
    this.readSimple(CBOR_NULL, CBOR_NULL, 'null');
  }

  readBoolean() {
    return this.readSimple(CBOR_FALSE, CBOR_TRUE, 'true or false') === CBOR_TRUE;
  }

  /** Skips one item with all that is in it, checking it no less than if it were read. */
  skipValue() {
    let pending = 1;
    while (pending > 0) {
      pending--;
      switch (this.peekType()) {
        case 'int':
          this.readAnyInt();
          break;
        case 'bytes':
          this.readBytes(this.data.length);
          break;
        case 'text':
          this.readText(this.data.length);
          break;
        case 'boolean':
          this.readBoolean();
          break;
        case 'null':
          this.readNull();
          break;
        case 'array':
          pending += this.readArraySize();
          break;
        case 'map':
          pending += 2 * this.readMapSize();
          break;
        default:
          this.requireTagAllowed();
          this.readHead();
          this.tagged = true;
          pending++;
      }
    }
  }

  /** One item with all that is in it, checked, as its encoding. */
  readEncoded() {
    const start = this.at;
    this.skipValue();
    return this.data.subarray(start, this.at);
  }

  /** The item must be complete, and nothing may follow it. */
  expectEnd() {
    if (this.around.length > 0 || this.level.left > 0) {
      throw this.malformed('an array or map has more items than its format allows');
    }
    if (this.at !== this.data.length) {
      throw this.malformed(`${this.data.length - this.at} bytes follow the end`);
    }
  }

  readSimple(first, second, what) {
    const start = this.at;
    const initial = this.peekInitial();
    if (initial !== first && initial !== second) {
      throw this.malformed(`expected ${what}`);
    }
    this.at++;
    this.endItem(start);
    return initial;
  }

  open(major, what) {
    const start = this.at;
    if (this.peekInitial() >>> 5 !== major) {
      throw this.malformed(`expected ${what}`);
    }
    if (this.expectsKey()) {
      throw this.malformed(`a map's key can't be ${what}`);
    }
    if (this.around.length >= CBOR_DEPTH_MAX) {
      throw this.malformed(`arrays and maps nest deeper than ${CBOR_DEPTH_MAX}`);
    }
    const size = this.readHead();
    const map = major === CBOR_MAP;
    // An item has at least one byte, so that a size beyond the bytes that are left is a lie.
    if (size > Math.floor((this.data.length - this.at) / (map ? 2 : 1))) {
      throw this.malformed(`${what} announces more items than there are bytes`, start);
    }
    this.tagged = false;
    if (size === 0) {
      this.itemDone();
    } else {
      this.around.push(this.level);
      this.level = { left: map ? 2 * size : size, map, keyStart: -1, keyEnd: -1 };
    }
    return size;
  }

  readStringHead(major, what, bytesMax) {
    const start = this.at;
    if (this.peekInitial() >>> 5 !== major) {
      throw this.malformed(`expected ${what}`);
    }
    const length = this.readHead();
    if (length > bytesMax) {
      throw this.malformed(`${what} has ${length} bytes, more than ${bytesMax}`, start);
    }
    if (length > this.data.length - this.at) {
      throw this.malformed(`the input ends within ${what}`, start);
    }
    return length;
  }

  peekInitial() {
    if (this.level.left === 0) {
      throw this.malformed('an array or map has fewer items than its format demands');
    }
    if (this.at === this.data.length) {
      throw this.malformed('the input ends where another item should be');
    }
    return this.data[this.at];
  }

  readHead() {
    const start = this.at;
    const info = this.data[this.at++] & 0x1f;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw this.malformed('indefinite lengths and reserved heads are not allowed', start);
    }
    const size = 1 << (info - 24);
    if (size > this.data.length - this.at) {
      throw this.malformed("the input ends within an item's head", start);
    }
    if (size === 8 && this.data[this.at] >= 0x80) {
      throw this.malformed('an integer or length exceeds 2^63-1', start);
    }
    let argument = 0;
    for (let i = 0; i < size; i++) {
      argument = argument * 256 + this.data[this.at++];
    }
    if (argument < (size === 1 ? 24 : 2 ** (4 * size))) {
      throw this.malformed('a head is longer than needed', start);
    }
    return argument;
  }

  requireTagAllowed() {
    if (this.tagged || this.expectsKey()) {
      throw this.malformed("a tag on a map's key or on another tag is not allowed");
    }
  }

  expectsKey() {
    return this.level.map && this.level.left % 2 === 0;
  }

  endItem(start) {
    this.tagged = false;
    const level = this.level;
    if (this.expectsKey()) {
      if (level.keyStart >= 0 && compareBytes(this.data.subarray(level.keyStart, level.keyEnd), this.data.subarray(start, this.at)) >= 0) {
        throw this.malformed('map keys are not in ascending order, or one is there twice', start);
      }
      level.keyStart = start;
      level.keyEnd = this.at;
    }
    this.itemDone();
  }

  itemDone() {
    this.level.left--;
    while (this.level.left === 0 && this.around.length > 0) {
      this.level = this.around.pop();
      this.level.left--;
    }
  }

  malformed(reason, offset = this.at) {
    return new Malformed(reason, offset);
  }
}

function cborHead(major, argument) {
  const type = major << 5;
  if (argument < 24) {
    return Uint8Array.of(type | argument);
  }
  const size = argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < TWO_POW_32 ? 4 : 8;
  const head = new Uint8Array(1 + size);
  head[0] = type | (24 + Math.log2(size));
  for (let i = size, rest = argument; i > 0; i--, rest = Math.floor(rest / 256)) {
    head[i] = rest % 256;
  }
  return head;
}

/** The encoding of an integer up to 2^53 either way. */
export function cborInt(value) {
  return value < 0 ? cborHead(CBOR_NEGATIVE, -1 - value) : cborHead(CBOR_UNSIGNED, value);
}

export function cborBytes(value) {
  return joinBytes(cborHead(CBOR_BYTES, value.length), value);
}

export function cborText(text) {
  const encoded = utf8Bytes(text);
  return joinBytes(cborHead(CBOR_TEXT, encoded.length), encoded);
}

/** An array of items that are encoded already. */
export function cborArray(...items) {
  return joinBytes(cborHead(CBOR_ARRAY, items.length), ...items);
}

/** A map of keys and values in turn, encoded already and in order. */
export function cborMap(...keysAndValues) {
  return joinBytes(cborHead(CBOR_MAP, keysAndValues.length / 2), ...keysAndValues);
}
