// Just enough of DER (X.690) for certificates and lists of revocations: definite, shortest lengths, single-byte tags.

import { Malformed, utf8Text } from './bytes.js';

export const DER_BOOLEAN = 0x01;
export const DER_INTEGER = 0x02;
export const DER_BIT_STRING = 0x03;
export const DER_OCTET_STRING = 0x04;
export const DER_NULL = 0x05;
export const DER_OID = 0x06;
export const DER_UTF8_STRING = 0x0c;
export const DER_PRINTABLE_STRING = 0x13;
export const DER_UTC_TIME = 0x17;
export const DER_GENERALIZED_TIME = 0x18;
export const DER_SEQUENCE = 0x30;
export const DER_SET = 0x31;

/** Reads elements one after the other. */
export class DerReader {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  hasMore() {
    return this.at < this.data.length;
  }

  peekTag() {
    if (!this.hasMore()) {
      throw new Malformed('the input ends within a DER element', this.at);
    }
    return this.data[this.at];
  }

  /** The contents of the next element, which must have that tag. */
  read(tag) {
    const start = this.at;
    if (this.peekTag() !== tag) {
      throw new Malformed(`expected a DER element with tag ${tag}`, start);
    }
    if ((tag & 0x1f) === 0x1f) {
      throw new Malformed('a DER element has a tag of several bytes', start);
    }
    this.at++;
    const length = this.readLength();
    if (length > this.data.length - this.at) {
      throw new Malformed('the input ends within a DER element', this.at);
    }
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  /** The next element's contents if it has that tag, else undefined. */
  readIf(tag) {
    return this.hasMore() && this.peekTag() === tag ? this.read(tag) : undefined;
  }

  /** The next element with its tag and length. */
  readWhole(tag = this.peekTag()) {
    const start = this.at;
    this.read(tag);
    return this.data.subarray(start, this.at);
  }

  expectEnd(what) {
    if (this.hasMore()) {
      throw new Malformed(`bytes follow ${what}`, this.at);
    }
  }

  readLength() {
    const start = this.at;
    const first = this.readByte();
    if (first < 0x80) {
      return first;
    }
    const size = first & 0x7f;
    if (size === 0 || size > 3) {
      throw new Malformed('a DER length is indefinite or has more than 3 bytes', start);
    }
    let length = 0;
    for (let i = 0; i < size; i++) {
      length = length * 256 + this.readByte();
    }
    if (length < (size === 1 ? 0x80 : 1 << (8 * (size - 1)))) {
      throw new Malformed('a DER length is longer than needed', start);
    }
    return length;
  }

  readByte() {
    if (!this.hasMore()) {
      throw new Malformed('the input ends within a DER element', this.at);
    }
    return this.data[this.at++];
  }
}

/** The numbers of an object identifier, with points between. */
export function oidText(contents) {
  const arcs = [];
  let arc = 0n;
  for (const [i, byte] of contents.entries()) {
    if (arc === 0n && byte === 0x80) {
      throw new Malformed('an object identifier has a number that is longer than needed', i);
    }
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    } else if (i === contents.length - 1) {
      throw new Malformed('an object identifier ends within a number', i);
    }
  }
  if (arcs.length === 0) {
    throw new Malformed('an object identifier is empty');
  }
  const root = arcs[0] < 80n ? arcs[0] / 40n : 2n;
  return [root, arcs[0] - root * 40n, ...arcs.slice(1)].join('.');
}

/** The bits of a BIT STRING that is made of whole bytes. */
export function wholeBits(contents, what) {
  if (contents.length === 0 || contents[0] !== 0) {
    throw new Malformed(`${what} has unused bits`);
  }
  return contents.subarray(1);
}

/** A non-empty INTEGER in its shortest form. */
export function requireInteger(contents) {
  const redundant = contents.length > 1 && (contents[0] === 0 ? contents[1] < 0x80 : contents[0] === 0xff && contents[1] >= 0x80);
  if (contents.length === 0 || redundant) {
    throw new Malformed('an integer is longer than needed, or has no bytes');
  }
  return contents;
}

/** A UTCTime or GeneralizedTime in the form of RFC 5280 section 4.1.2.5, in milliseconds since 1970. */
export function readTime(reader) {
  const utc = reader.peekTag() === DER_UTC_TIME;
  const text = utf8Text(reader.read(utc ? DER_UTC_TIME : DER_GENERALIZED_TIME), 'a time');
  const parts = (utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text);
  if (parts === null) {
    throw new Malformed('a time is not in the form of RFC 5280');
  }
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(utc ? (year < 50 ? 2000 : 1900) + year : year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  if (!real || date.getUTCMinutes() !== minute || date.getUTCSeconds() !== second) {
    throw new Malformed('a time is none of any calendar');
  }
  return date.getTime();
}
