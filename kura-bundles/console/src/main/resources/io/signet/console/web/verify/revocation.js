// Owners' lists of certificates that nobody shall believe any more (RFC 5280 section 5).

import { Malformed, sameBytes, toHex } from './bytes.js';
import { DER_GENERALIZED_TIME, DER_INTEGER, DER_SEQUENCE, DER_UTC_TIME, DerReader, readTime, requireInteger } from './der.js';
import { canonicalName, decodeSigned, readExtensionList, signedBy } from './x509.js';

/** Largest list: some hundred thousand certificates. */
export const REVOCATIONS_BYTES_MAX = 16 * 1024 * 1024;
const OID_CRL_NUMBER = '2.5.29.20';
const OID_CRL_AUTHORITY_KEY_ID = '2.5.29.35';
const EXPLICIT_CRL_EXTENSIONS = 0xa0;

/** Reads a list. What it says of a certificate is so for good, whenever its next update is. */
export function decodeRevocations(encoded) {
  if (encoded.length > REVOCATIONS_BYTES_MAX) {
    throw new Malformed(`a list of revocations has at most ${REVOCATIONS_BYTES_MAX} bytes, not ${encoded.length}`);
  }
  const { signed, algorithm, signature } = decodeSigned(encoded, 'a list of revocations');
  const reader = new DerReader(new DerReader(signed).read(DER_SEQUENCE));
  reader.readIf(DER_INTEGER);
  if (!sameBytes(reader.readWhole(DER_SEQUENCE), algorithm)) {
    throw new Malformed('a list of revocations names two algorithms for one signature');
  }
  const issuer = canonicalName(reader.readWhole(DER_SEQUENCE));
  readTime(reader);
  const says = reader.hasMore() && [DER_UTC_TIME, DER_GENERALIZED_TIME].includes(reader.peekTag());
  const nextMillis = says ? readTime(reader) : Infinity;
  const revoked = readRevoked(reader.readIf(DER_SEQUENCE) ?? new Uint8Array(0));
  requireWhole(reader.readIf(EXPLICIT_CRL_EXTENSIONS));
  reader.expectEnd('a list of revocations');
  return { signed, algorithm, signature, issuer, revoked, nextMillis };
}

function readRevoked(contents) {
  const revoked = new Map();
  const list = new DerReader(contents);
  while (list.hasMore()) {
    const entry = new DerReader(list.read(DER_SEQUENCE));
    const serial = toHex(requireInteger(entry.read(DER_INTEGER)));
    const time = readTime(entry);
    revoked.set(serial, time);
  }
  return revoked;
}

/** A part of a list, or one of another kind, would be taken for the whole. */
function requireWhole(explicit) {
  if (explicit === undefined) {
    return;
  }
  const extensions = new Map();
  readExtensionList(new DerReader(new DerReader(explicit).read(DER_SEQUENCE)), extensions);
  for (const [oid, extension] of extensions) {
    if (extension.critical && ![OID_CRL_NUMBER, OID_CRL_AUTHORITY_KEY_ID].includes(oid)) {
      throw new Malformed('a list of revocations is of a kind that is not understood, such as a part of a list');
    }
  }
}

/** Since when one of the certificates that the owner issued is revoked; the end of time if none is. */
export async function revokedMillis(work, lists, certificates, owner) {
  let first = Infinity;
  for (const list of lists) {
    if (list.issuer !== owner.subject || !(await signedBy(work, list, owner.spki))) {
      continue; // another's, or of somebody who took this owner's name
    }
    for (const certificate of certificates) {
      const time = list.revoked.get(toHex(certificate.serial));
      if (time !== undefined && certificate.issuer === owner.subject) {
        first = Math.min(first, time);
      }
    }
  }
  return first;
}
