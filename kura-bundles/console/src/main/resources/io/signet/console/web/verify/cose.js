// COSE_Sign1 (RFC 9052 section 4.2), always with tag 18, by ES256 or EdDSA; docs/protocol.md, section "Keys and signatures".

import { Malformed, compareBytes, fromHex, sameBytes } from './bytes.js';
import { CborReader, cborArray, cborBytes, cborInt, cborMap, cborText } from './cbor.js';

export const ES256 = -7;
export const EDDSA = -8;
export const SIGNATURE_BYTES = 64;
export const HEADER_ALGORITHM = 1;
export const HEADER_KEY_ID = 4;
export const HEADER_TYPE = 16;
const COSE_TAG = 18;
const HEADER_BYTES_MAX = 8192;
const NO_EXTERNAL_DATA = new Uint8Array(0);
/** Half the order of P-256's base point: of two forms of a signature only the one with the smaller s is admitted. */
const P256_HALF_ORDER = fromHex('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');
const P256_SPKI_HEAD = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');
const ED25519_SPKI_HEAD = fromHex('302a300506032b6570032100');
const P256_SPKI_BYTES = 91;
const ED25519_SPKI_BYTES = 44;

/** Reads a message; its payload is undefined if it is elsewhere. */
export function decodeSign1(encoded) {
  const reader = new CborReader(encoded);
  reader.readTag(COSE_TAG);
  reader.readArray(4);
  const protectedHeader = reader.readBytes(HEADER_BYTES_MAX);
  requireEncodedMap(protectedHeader);
  const start = reader.at;
  if (reader.peekType() !== 'map') {
    throw new Malformed('the unprotected header is not a map', start);
  }
  const unprotectedHeader = reader.readEncoded();
  if (unprotectedHeader.length > HEADER_BYTES_MAX) {
    throw new Malformed(`the unprotected header has more than ${HEADER_BYTES_MAX} bytes`, start);
  }
  let payload;
  if (reader.peekType() === 'null') {
    reader.readNull();
  } else {
    payload = reader.readBytes(encoded.length);
  }
  const signature = reader.readExactBytes(SIGNATURE_BYTES);
  reader.expectEnd();
  return { protectedHeader, unprotectedHeader, payload, signature };
}

function requireEncodedMap(header) {
  const reader = new CborReader(header);
  if (header.length === 0 || reader.peekType() !== 'map') {
    throw new Malformed('a header is not a map');
  }
  reader.skipValue();
  reader.expectEnd();
}

/** Whether there is nothing in the header. */
export function isEmptyHeader(header) {
  return header.length === 1 && header[0] === 0xa0;
}

/** The protected header of session certificates, cosignatures and evidence. */
export function typedHeader(algorithm, keyId, type) {
  return cborMap(cborInt(HEADER_ALGORITHM), cborInt(algorithm), cborInt(HEADER_KEY_ID), cborBytes(keyId), cborInt(HEADER_TYPE), cborText(type));
}

/** Sig_structure (RFC 9052 section 4.4). */
export function toBeSigned(protectedHeader, payload) {
  return cborArray(cborText('Signature1'), cborBytes(protectedHeader), cborBytes(NO_EXTERNAL_DATA), cborBytes(payload));
}

/** Which of the two algorithms the key of this SubjectPublicKeyInfo is for; undefined if neither. */
export function coseAlgorithmOf(spki) {
  if (spki.length === P256_SPKI_BYTES && sameBytes(spki.subarray(0, P256_SPKI_HEAD.length), P256_SPKI_HEAD)) {
    return ES256;
  }
  const ed25519 = spki.length === ED25519_SPKI_BYTES && sameBytes(spki.subarray(0, ED25519_SPKI_HEAD.length), ED25519_SPKI_HEAD);
  return ed25519 ? EDDSA : undefined;
}

/** Whether the holder of the key of {@code spki} signed the message by that algorithm. */
export async function coseVerifies(work, algorithm, spki, message, signature) {
  if (coseAlgorithmOf(spki) !== algorithm || signature.length !== SIGNATURE_BYTES) {
    return false;
  }
  if (algorithm === EDDSA) {
    return ed25519Verifies(work, spki.subarray(ED25519_SPKI_HEAD.length), message, signature);
  }
  if (compareBytes(signature.subarray(SIGNATURE_BYTES / 2), P256_HALF_ORDER) > 0) {
    return false;
  }
  const key = await work.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' });
  return work.verifies(key, { name: 'ECDSA', hash: 'SHA-256' }, signature, message);
}

/** The same with the 32 bytes of an Ed25519 key. */
export async function ed25519Verifies(work, raw, message, signature) {
  const key = await work.importKey('raw', raw, { name: 'Ed25519' });
  return work.verifies(key, { name: 'Ed25519' }, signature, message);
}
