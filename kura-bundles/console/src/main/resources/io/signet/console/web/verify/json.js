// JSON (RFC 8259), item by item from bytes: strict, nothing is repaired, nesting is bounded, and no name is there twice.

import { Malformed, utf8Text } from './bytes.js';

const JSON_DEPTH_MAX = 32;
const JSON_NAME_CHARS_MAX = 256;
const JSON_MEMBERS_MAX = 1024;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const JSON_SPACE = [0x20, 0x0a, 0x0d, 0x09];
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const FLOAT_MAX = (2 - 2 ** -23) * 2 ** 127;
const FLOAT_OVERFLOW = 2 ** 128 - 2 ** 103;

/** Reads the items of {@code text[from, to)}. */
export class JsonReader {
  constructor(text, from = 0, to = text.length) {
    this.text = text;
    this.at = from;
    this.end = to;
    // Of each array and object that is open: whether nothing was read of it yet, and the names so far.
    this.levels = [];
  }

  /** 'object', 'array', 'string', 'number', 'boolean' or 'null'. */
  peek() {
    const next = this.peekByte();
    const kinds = { '{': 'object', '[': 'array', '"': 'string', t: 'boolean', f: 'boolean', n: 'null', '-': 'number' };
    const kind = next >= ZERO && next <= NINE ? 'number' : kinds[String.fromCharCode(next)];
    if (kind === undefined) {
      throw this.malformed('expected a value');
    }
    return kind;
  }

  beginObject() {
    this.enter('{', 'an object');
  }

  beginArray() {
    this.enter('[', 'an array');
  }

  /** The name of the next member, whose value must be read; undefined at the object's end, which is left. */
  nextName() {
    if (this.ends('}')) {
      return undefined;
    }
    if (this.peekByte() !== QUOTE) {
      throw this.malformed('expected a name in quotation marks');
    }
    const name = this.readString(JSON_NAME_CHARS_MAX);
    const { names } = this.levels[this.levels.length - 1];
    // Readers differ in which of two members of one name they believe.
    if (names.has(name) || names.size === JSON_MEMBERS_MAX) {
      throw this.malformed('a name is there twice, or there are too many');
    }
    names.add(name);
    this.expectByte(':', 'a colon after a name');
    return name;
  }

  /** Whether there is another element, which must be read; at the array's end, which is left, there is none. */
  nextElement() {
    return !this.ends(']');
  }

  readString(charsMax) {
    if (this.peekByte() !== QUOTE) {
      throw this.malformed('expected a text in quotation marks');
    }
    const start = ++this.at;
    let value = '';
    for (;;) {
      value += this.readPlain();
      if (value.length > charsMax) {
        throw new Malformed(`a text has more than ${charsMax} characters`, start);
      }
      if (this.at >= this.end || this.text[this.at] < 0x20) {
        throw this.malformed('a text has no end, or a control character in it');
      }
      if (this.text[this.at++] === QUOTE) {
        break;
      }
      value += this.readEscape();
    }
    if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)) {
      throw new Malformed('half of a surrogate pair in a text', start);
    }
    return value;
  }

  readBoolean() {
    const value = this.peekByte() === 0x74;
    this.expectWord(value ? 'true' : 'false');
    return value;
  }

  /** The next number as it is written. */
  readNumber() {
    this.peekByte();
    const start = this.at;
    this.at += this.text[this.at] === MINUS ? 1 : 0;
    const first = this.at;
    const digits = this.skipDigits();
    if (digits === 0 || (this.text[first] === ZERO && digits > 1)) {
      throw new Malformed('expected a number', start);
    }
    if (this.isNext('.')) {
      this.at++;
      this.requireDigits(start);
    }
    if (this.isNext('e') || this.isNext('E')) {
      this.at++;
      this.at += this.isNext('-') || this.isNext('+') ? 1 : 0;
      this.requireDigits(start);
    }
    return asciiText(this.text, start, this.at);
  }

  /** A whole number of {@code min} to {@code max}, which are BigInt. */
  readWhole(min, max) {
    const start = this.at;
    const written = this.readNumber();
    if (!/^-?\d+$/.test(written)) {
      throw new Malformed('expected a whole number, without point and exponent', start);
    }
    const value = written.length < 16 ? BigInt(Number(written)) : BigInt(written);
    if (value < min || value > max) {
      throw new Malformed(`a whole number is not ${min} to ${max}`, start);
    }
    return value;
  }

  /** Skips the next value, which must be well-formed, whatever it is. */
  skipValue() {
    switch (this.peek()) {
      case 'object':
        this.beginObject();
        while (this.nextName() !== undefined) {
          this.skipValue();
        }
        break;
      case 'array':
        this.beginArray();
        while (this.nextElement()) {
          this.skipValue();
        }
        break;
      case 'string':
        this.readString(Infinity);
        break;
      case 'number':
        this.readNumber();
        break;
      case 'boolean':
        this.readBoolean();
        break;
      default:
        this.expectWord('null');
    }
  }

  expectEnd() {
    this.skipSpace();
    if (this.at < this.end) {
      throw this.malformed('expected nothing more');
    }
  }

  enter(open, what) {
    if (this.peekByte() !== open.charCodeAt(0)) {
      throw this.malformed(`expected ${what}`);
    }
    if (this.levels.length === JSON_DEPTH_MAX) {
      throw this.malformed(`nested deeper than ${JSON_DEPTH_MAX}`);
    }
    this.at++;
    this.levels.push({ fresh: true, names: new Set() });
  }

  ends(close) {
    const next = this.peekByte();
    const level = this.levels[this.levels.length - 1];
    if (next === close.charCodeAt(0)) {
      this.at++;
      this.levels.pop();
      return true;
    }
    if (!level.fresh) {
      this.expectByte(',', `a comma or '${close}'`);
    }
    level.fresh = false;
    return false;
  }

  /** Text up to a quotation mark, an escape, a control character or the end. */
  readPlain() {
    const start = this.at;
    while (this.at < this.end && this.text[this.at] >= 0x20 && this.text[this.at] !== QUOTE && this.text[this.at] !== BACKSLASH) {
      this.at++;
    }
    return utf8Text(this.text.subarray(start, this.at), 'a text', start);
  }

  readEscape() {
    if (this.at >= this.end) {
      throw this.malformed('a text has no end');
    }
    const escape = String.fromCharCode(this.text[this.at++]);
    if (escape !== 'u') {
      if (!Object.hasOwn(ESCAPES, escape)) {
        throw this.malformed('there is no such escape in a text');
      }
      return ESCAPES[escape];
    }
    const digits = asciiText(this.text, this.at, Math.min(this.at + 4, this.end));
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw this.malformed('expected four hexadecimal digits');
    }
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  requireDigits(start) {
    if (this.skipDigits() === 0) {
      throw new Malformed('a number lacks digits', start);
    }
  }

  skipDigits() {
    const start = this.at;
    while (this.at < this.end && this.text[this.at] >= ZERO && this.text[this.at] <= NINE) {
      this.at++;
    }
    return this.at - start;
  }

  isNext(character) {
    return this.at < this.end && this.text[this.at] === character.charCodeAt(0);
  }

  expectByte(character, what) {
    if (this.peekByte() !== character.charCodeAt(0)) {
      throw this.malformed(`expected ${what}`);
    }
    this.at++;
  }

  expectWord(word) {
    this.peekByte();
    if (asciiText(this.text, this.at, Math.min(this.at + word.length, this.end)) !== word) {
      throw this.malformed(`expected ${word}`);
    }
    this.at += word.length;
  }

  peekByte() {
    this.skipSpace();
    if (this.at >= this.end) {
      throw this.malformed('the text ends too early');
    }
    return this.text[this.at];
  }

  skipSpace() {
    while (this.at < this.end && JSON_SPACE.includes(this.text[this.at])) {
      this.at++;
    }
  }

  malformed(reason) {
    return new Malformed(reason, this.at);
  }
}

/** Each byte as the character of that number. */
function asciiText(bytes, from, to) {
  let text = '';
  for (let i = from; i < to; i++) {
    text += String.fromCharCode(bytes[i]);
  }
  return text;
}

/** The double that is nearest to a number of JSON. */
export function doubleOf(written) {
  const value = Number(written);
  if (!Number.isFinite(value)) {
    throw new Malformed('a number is beyond what FP64 can hold');
  }
  return value;
}

/** The float that is nearest to a number of JSON; of two, the even one. */
export function floatOf(written) {
  const double = Number(written);
  const magnitude = nearestFloat(Math.abs(double), written);
  if (magnitude > FLOAT_MAX) {
    throw new Malformed('a number is beyond what FP32 can hold');
  }
  return double < 0 || Object.is(double, -0) ? -magnitude : magnitude;
}

/** Rounding to a double and then to a float errs only if the double is half-way between two floats and the number is not. */
function nearestFloat(double, written) {
  const even = Math.fround(double);
  if (even === double) {
    return even;
  }
  const [lower, upper] = floatsAround(double);
  const middle = upper > FLOAT_MAX ? FLOAT_OVERFLOW : (lower + upper) / 2;
  if (double !== middle) {
    return even;
  }
  const order = compareDecimal(written.replace(/^-/, ''), middle);
  return order === 0 ? even : order < 0 ? lower : upper;
}

function floatsAround(double) {
  const even = Math.fround(double);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  float[0] = even;
  bits[0] += even > double ? -1 : 1;
  return even > double ? [float[0], even] : [even, float[0]];
}

/** Whether a positive decimal number is less than, equal to or greater than a double: exactly. */
function compareDecimal(written, double) {
  const [mantissa, exponentText = '0'] = written.toLowerCase().split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const exponent = Number(exponentText) - fraction.length;
  let left = BigInt(whole + fraction) * 10n ** BigInt(Math.max(exponent, 0));
  let right = 10n ** BigInt(Math.max(-exponent, 0));
  // A double is a whole number of times 2^-1074.
  const scale = 1074;
  left <<= BigInt(scale);
  right *= wholeTimes(double, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

function wholeTimes(double, scale) {
  const bits = new BigUint64Array(new Float64Array([double]).buffer)[0];
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const significand = exponent === 0 ? fraction : fraction | (1n << 52n);
  return significand << BigInt(Math.max(exponent, 1) - 1 - 1074 + scale);
}
