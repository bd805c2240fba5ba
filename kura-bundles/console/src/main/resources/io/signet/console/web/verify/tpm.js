// What a TPM 2.0 says and signs (TPM 2.0 Library, part 2), as far as Signet's evidence has it.

import { Malformed, SHA256_BYTES, joinBytes, sameBytes, unsignedOf } from './bytes.js';
import { coseAlgorithmOf, ES256 } from './cose.js';
import { decodePublicKey } from './x509.js';

export const PCR_COUNT = 24;
export const TPM_GENERATED = 0xff544347;
export const FIXED_TPM = 1 << 1;
export const FIXED_PARENT = 1 << 4;
export const SENSITIVE_DATA_ORIGIN = 1 << 5;
export const USER_WITH_AUTH = 1 << 6;
export const RESTRICTED = 1 << 16;
export const DECRYPT = 1 << 17;
export const SIGN = 1 << 18;
const TPM_RSA = 0x0001;
const TPM_AES = 0x0006;
const TPM_SHA256 = 0x000b;
const TPM_NULL = 0x0010;
const TPM_RSASSA = 0x0014;
const TPM_RSAES = 0x0015;
const TPM_ECDSA = 0x0018;
const TPM_ECDAA = 0x001a;
const TPM_ECC = 0x0023;
const TPM_P256 = 0x0003;
const ATTEST_CERTIFY = 0x8017;
const ATTEST_QUOTE = 0x8018;
const NAME_BYTES_MAX = 66;
const EXTRA_DATA_BYTES_MAX = 66;
const POLICY_BYTES_MAX = 64;
const PCR_DIGEST_BYTES_MAX = 64;
const COORDINATE_BYTES = 32;
const RSA_TPM_BITS_MIN = 2048;
const RSA_TPM_BITS_MAX = 4096;
const RSA_EXPONENT = 65537;
const BANKS_MAX = 16;
const SELECT_BYTES_MAX = 4;
const P256_PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const P256_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** Reads integers of fixed sizes and strings of bytes with their sizes. */
export class TpmReader {
  constructor(data, what, littleEndian = false) {
    this.data = data;
    this.what = what;
    this.littleEndian = littleEndian;
    this.at = 0;
  }

  remaining() {
    return this.data.length - this.at;
  }

  u8() {
    return this.unsigned(1);
  }

  u16() {
    return this.unsigned(2);
  }

  u32() {
    return this.unsigned(4);
  }

  skip(size) {
    this.bytes(size);
  }

  bytes(size) {
    if (size > this.remaining()) {
      throw new Malformed(`the input ends within ${this.what}`, this.at);
    }
    this.at += size;
    return this.data.subarray(this.at - size, this.at);
  }

  /** A TPM2B: 16 bits of size, then so many bytes. */
  sized(max) {
    const start = this.at;
    const size = this.u16();
    if (size > max) {
      throw new Malformed(`a byte string in ${this.what} has ${size} bytes, more than ${max}`, start);
    }
    return this.bytes(size);
  }

  expectEnd() {
    if (this.remaining() > 0) {
      throw new Malformed(`${this.remaining()} bytes follow ${this.what}`, this.at);
    }
  }

  wrong(problem) {
    return new Malformed(`${this.what}: ${problem}`, this.at);
  }

  unsigned(size) {
    const bytes = this.bytes(size);
    const digits = this.littleEndian ? bytes.slice().reverse() : bytes;
    return digits.reduce((value, byte) => value * 256 + byte, 0);
  }
}

/** Reads TPMT_PUBLIC (section 12.2.4) of an RSA key or one on P-256, named by SHA-256. */
export function decodeTpmPublic(encoded) {
  const reader = new TpmReader(encoded, "a TPM's public key");
  const type = reader.u16();
  if (reader.u16() !== TPM_SHA256) {
    throw reader.wrong('its name is by another algorithm than SHA-256');
  }
  const attributes = reader.u32();
  const policy = reader.sized(POLICY_BYTES_MAX);
  skipSymmetric(reader);
  skipScheme(reader);
  if (type !== TPM_RSA && type !== TPM_ECC) {
    throw reader.wrong('it is neither RSA nor ECC');
  }
  const key = type === TPM_RSA ? readTpmRsa(reader) : readTpmEcc(reader);
  reader.expectEnd();
  return { encoded, attributes, policy, key };
}

function skipSymmetric(reader) {
  const algorithm = reader.u16();
  if (algorithm === TPM_NULL) {
    return;
  }
  if (algorithm !== TPM_AES) {
    throw reader.wrong('it wraps by another algorithm than AES');
  }
  reader.skip(4);
}

function skipScheme(reader) {
  const scheme = reader.u16();
  if (scheme !== TPM_NULL && scheme !== TPM_RSAES) {
    reader.skip(2);
  }
  if (scheme === TPM_ECDAA) {
    reader.skip(2);
  }
}

function readTpmRsa(reader) {
  const bits = reader.u16();
  const exponent = reader.u32();
  const modulus = unsignedOf(reader.sized(RSA_TPM_BITS_MAX / 8));
  if (bits < RSA_TPM_BITS_MIN || bits > RSA_TPM_BITS_MAX || modulus.toString(2).length !== bits) {
    throw reader.wrong(`it has not ${RSA_TPM_BITS_MIN} to ${RSA_TPM_BITS_MAX} bits`);
  }
  if (exponent !== 0 && exponent !== RSA_EXPONENT) {
    throw reader.wrong(`it has another exponent than ${RSA_EXPONENT}`);
  }
  return { kind: 'RSA', modulus };
}

function readTpmEcc(reader) {
  if (reader.u16() !== TPM_P256) {
    throw reader.wrong('it is on another curve than P-256');
  }
  if (reader.u16() !== TPM_NULL) {
    reader.skip(2);
  }
  const x = unsignedOf(reader.sized(COORDINATE_BYTES));
  const y = unsignedOf(reader.sized(COORDINATE_BYTES));
  if (x >= P256_PRIME || y >= P256_PRIME || (y * y - x * x * x + 3n * x - P256_B) % P256_PRIME !== 0n) {
    throw reader.wrong('its point is not on P-256');
  }
  return { kind: 'EC', point: joinBytes(Uint8Array.of(4), coordinate(x), coordinate(y)) };
}

function coordinate(number) {
  const hex = number.toString(16).padStart(2 * COORDINATE_BYTES, '0');
  return Uint8Array.from({ length: COORDINATE_BYTES }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Whether all of these are set, and the key can't leave the TPM in which it was made. */
export function isBound(key) {
  return hasAttributes(key, FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN);
}

export function hasAttributes(key, wanted) {
  return (key.attributes & wanted) === wanted;
}

/** Whether the key of a certificate is the same, however it is encoded. */
export function isKeyOf(tpmPublic, spki) {
  const { key } = tpmPublic;
  if (key.kind === 'EC') {
    return coseAlgorithmOf(spki) === ES256 && sameBytes(spki.subarray(spki.length - key.point.length), key.point);
  }
  const other = decodePublicKey(spki);
  return other.kind === 'RSA' && other.modulus === key.modulus && other.exponent === BigInt(RSA_EXPONENT);
}

/** What the TPM calls the key. */
export async function tpmName(work, tpmPublic) {
  return joinBytes(Uint8Array.of(0, TPM_SHA256), await work.sha256(tpmPublic.encoded));
}

/** Reads TPMS_ATTEST (section 10.12.12), whatever its magic and type: whoever asks must look at both. */
export function decodeAttest(encoded) {
  const reader = new TpmReader(encoded, 'what a TPM attests');
  const magic = reader.u32();
  const type = reader.u16();
  const qualifiedSigner = reader.sized(NAME_BYTES_MAX);
  const extraData = reader.sized(EXTRA_DATA_BYTES_MAX);
  reader.skip(16);
  if (reader.u8() > 1) {
    throw reader.wrong('its clock is neither safe nor unsafe');
  }
  reader.skip(8);
  const attest = { magic, qualifiedSigner, extraData, ...readAttested(type, reader) };
  reader.expectEnd();
  return attest;
}

function readAttested(type, reader) {
  if (type === ATTEST_CERTIFY) {
    const certifiedName = reader.sized(NAME_BYTES_MAX);
    reader.sized(NAME_BYTES_MAX);
    return { certifiedName };
  }
  if (type === ATTEST_QUOTE) {
    return { quote: { selections: readSelections(reader), digest: reader.sized(PCR_DIGEST_BYTES_MAX) } };
  }
  reader.skip(reader.remaining());
  return {};
}

function readSelections(reader) {
  const count = reader.u32();
  if (count > BANKS_MAX) {
    throw reader.wrong(`it selects of ${count} banks, more than ${BANKS_MAX}`);
  }
  const selections = [];
  for (let i = 0; i < count; i++) {
    const sha256 = reader.u16() === TPM_SHA256;
    const size = reader.u8();
    if (size > SELECT_BYTES_MAX) {
      throw reader.wrong(`it selects by ${size} bytes, more than ${SELECT_BYTES_MAX}`);
    }
    const bitmap = reader.bytes(size);
    const pcrs = Array.from({ length: 8 * size }, (_, pcr) => pcr).filter((pcr) => (bitmap[pcr >> 3] >> (pcr & 7)) & 1);
    selections.push({ sha256, pcrs });
  }
  return selections;
}

/** Reads TPMT_SIGNATURE (section 11.3.4) by ECDSA on P-256 or RSASSA, over SHA-256. */
export function decodeTpmSignature(encoded) {
  const reader = new TpmReader(encoded, "a TPM's signature");
  const algorithm = reader.u16();
  if (algorithm !== TPM_ECDSA && algorithm !== TPM_RSASSA) {
    throw reader.wrong('it is neither by ECDSA nor by RSASSA');
  }
  if (reader.u16() !== TPM_SHA256) {
    throw reader.wrong('it is over another digest than SHA-256');
  }
  let value;
  if (algorithm === TPM_ECDSA) {
    value = joinBytes(coordinate(unsignedOf(reader.sized(COORDINATE_BYTES))), coordinate(unsignedOf(reader.sized(COORDINATE_BYTES))));
  } else {
    value = reader.sized(RSA_TPM_BITS_MAX / 8);
  }
  reader.expectEnd();
  return { kind: algorithm === TPM_ECDSA ? 'EC' : 'RSA', value };
}

/** Whether the TPM's key made the signature. */
export async function tpmVerifies(work, tpmPublic, signature, message) {
  const { key } = tpmPublic;
  if (key.kind !== signature.kind) {
    return false;
  }
  if (key.kind === 'EC') {
    const imported = await work.importKey('raw', key.point, { name: 'ECDSA', namedCurve: 'P-256' });
    return work.verifies(imported, { name: 'ECDSA', hash: 'SHA-256' }, signature.value, message);
  }
  const imported = await work.importKey('jwk', rsaJwk(key.modulus), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' });
  return work.verifies(imported, { name: 'RSASSA-PKCS1-v1_5' }, signature.value, message);
}

function rsaJwk(modulus) {
  const hex = modulus.toString(16);
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = digits.match(/../g).map((pair) => String.fromCharCode(parseInt(pair, 16)));
  const text = btoa(bytes.join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  return { kty: 'RSA', n: text, e: 'AQAB' };
}

/** What a register holds after an event was extended into it. */
export function extendPcr(work, value, event) {
  return work.sha256(value, event);
}

/** The policy that only registers with these values satisfy: one TPM2_PolicyPCR (part 3, section 23.7). */
export async function pcrPolicy(work, pcrs) {
  const bitmap = new Uint8Array(PCR_COUNT / 8);
  for (const pcr of pcrs.keys()) {
    bitmap[pcr >> 3] |= 1 << (pcr & 7);
  }
  const command = Uint8Array.of(0, 0, 0x01, 0x7f, 0, 0, 0, 1, 0, TPM_SHA256, PCR_COUNT / 8);
  return work.sha256(new Uint8Array(SHA256_BYTES), command, bitmap, await work.sha256(...pcrs.values()));
}
