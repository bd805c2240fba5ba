// Bytes, texts and the two ways in which a check ends early.

/** Bytes that are not what their format demands: what was wrong, and where. */
export class Malformed extends Error {
  constructor(reason, offset = 0) {
    super(`${reason} (at byte ${offset})`);
    this.name = 'Malformed';
  }
}

/** Something that this browser can't check. Nothing that depends on it is claimed. */
export class NotCheckedHere extends Error {
  constructor(what) {
    super(what);
    this.name = 'NotCheckedHere';
  }
}

export const SHA256_BYTES = 32;
export const NODE_ID_BYTES = 16;
/** The end of the year 9999, in milliseconds since 1970. */
export const MILLIS_MAX = 253402300799999;
export const LABEL_CHARS_MAX = 64;

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const TO_UTF8 = new TextEncoder();
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function utf8Bytes(text) {
  return TO_UTF8.encode(text);
}

/** The text whose UTF-8 encoding the bytes are. */
export function utf8Text(bytes, what, offset = 0) {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    throw new Malformed(`${what} is not valid UTF-8`, offset);
  }
}

export function joinBytes(...parts) {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function sameBytes(left, right) {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

/** Unsigned lexicographic order, as the sign of a number. */
export function compareBytes(left, right) {
  const both = Math.min(left.length, right.length);
  for (let i = 0; i < both; i++) {
    if (left[i] !== right[i]) {
      return left[i] - right[i];
    }
  }
  return left.length - right.length;
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes of hexadecimal digits; undefined if the text is anything else. */
export function fromHex(text) {
  if (typeof text !== 'string' || text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) {
    return undefined;
  }
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** An unsigned number of bytes in big-endian order, of any size. */
export function unsignedOf(bytes) {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** Bytes in base64 (RFC 4648 section 4); the padding may be missing, nothing else may be odd. */
export function fromBase64(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let size = 0;
  let held = 0;
  let digits = 0;
  let at = 0;
  for (; at < text.length && text[at] !== '='; at++) {
    const digit = BASE64_DIGITS.indexOf(text[at]);
    if (digit < 0) {
      throw new Malformed('a text is not base64: there is a character that base64 does not have', at);
    }
    held = (held << 6) | digit;
    if (++digits === 4) {
      bytes.set([held >> 16, held >> 8, held], size);
      size += 3;
      held = 0;
      digits = 0;
    }
  }
  requirePadding(text, at, digits);
  if (digits === 2) {
    bytes[size++] = held >> 4;
  } else if (digits === 3) {
    bytes.set([held >> 10, held >> 2], size);
    size += 2;
  }
  return bytes.subarray(0, size);
}

function requirePadding(text, at, digits) {
  const padding = text.slice(at, at + 3);
  const allowed = digits === 0 ? padding === '' : digits === 3 ? ['', '='].includes(padding) : digits === 2 && ['', '=='].includes(padding);
  if (!allowed) {
    throw new Malformed('a text is not base64: it ends in the midst of something, or goes on after its end', at);
  }
}

/** Whether the text is 1 to 64 characters of printable ASCII, or as many as are said. */
export function isLabel(text, charsMax = LABEL_CHARS_MAX) {
  return text.length <= charsMax && /^[ -~]+$/.test(text);
}

/** Refuses what is no label, without repeating it. */
export function requireLabel(what, label, offset) {
  if (!isLabel(label)) {
    throw new Malformed(`${what} is not 1 to ${LABEL_CHARS_MAX} characters of printable ASCII`, offset);
  }
  return label;
}

/** A time in the form of ISO 8601. */
export function timeText(millis) {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}
