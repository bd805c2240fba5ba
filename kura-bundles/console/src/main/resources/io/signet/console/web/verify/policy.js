// Whom and what somebody trusts, as GET trust gives it and trust.yaml has it.

import { Malformed, SHA256_BYTES, fromBase64, fromHex } from './bytes.js';
import { decodeRevocations } from './revocation.js';
import { ASSURANCES } from './statement.js';
import { decodeCertificate } from './x509.js';

/** How far a node's clock may be ahead of the verifier's, and behind itself. */
export const CLOCK_SKEW_MILLIS_MAX = 5 * 60 * 1000;
const POLICY_WITNESSES_MAX = 8;
const AUTHORITIES_MAX = 256;
const DIGESTS_LISTED_MAX = 4096;
const REVOCATION_LISTS_MAX = 16;
const AUTHORITY_BYTES_MAX = 64 * 1024;
const AGE_SECONDS_MAX = 36525 * 86400;

/** A trust policy that can't be used: what is wrong, and what is allowed. */
export class BadPolicy extends Error {
  constructor(problem) {
    super(problem);
    this.name = 'BadPolicy';
  }
}

/** Reads a policy; nothing wrong in it is overlooked, since what it does not say is trusted. */
export function decodePolicy(trust) {
  if (typeof trust !== 'object' || trust === null) {
    throw new BadPolicy('there is none: name at least the certificate of the owner whom you trust');
  }
  const owners = list(trust, 'owners', AUTHORITIES_MAX).map((owner) => authority('owners', owner?.certificate));
  if (owners.length === 0) {
    throw new BadPolicy('owners: name at least one owner whom you trust, by his certificate');
  }
  const minimalAssurance = trust.minimalAssurance ?? ASSURANCES[0];
  if (!ASSURANCES.includes(minimalAssurance)) {
    throw new BadPolicy(`minimalAssurance: expected one of ${ASSURANCES.join(', ')}`);
  }
  return {
    owners,
    minimalAssurance,
    makers: list(trust, 'makers', AUTHORITIES_MAX).map((maker) => authority('makers', maker)),
    firmware: digests(trust, 'firmware'),
    models: digests(trust, 'models'),
    revocations: list(trust, 'revocations', REVOCATION_LISTS_MAX).map((der) => decoded('revocations', der, decodeRevocations)),
    witnesses: whole(trust, 'witnesses', POLICY_WITNESSES_MAX),
    maxAgeMillis: 1000 * whole(trust, 'maxAgeS', AGE_SECONDS_MAX),
  };
}

function list(trust, key, max) {
  const value = trust[key] ?? [];
  if (!Array.isArray(value) || value.length > max) {
    throw new BadPolicy(`${key}: expected a list of at most ${max}`);
  }
  return value;
}

function whole(trust, key, max) {
  const value = trust[key] ?? 0;
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new BadPolicy(`${key}: expected a whole number of 0 to ${max}`);
  }
  return value;
}

function digests(trust, key) {
  const hex = list(trust, key, DIGESTS_LISTED_MAX);
  if (hex.some((digest) => fromHex(digest)?.length !== SHA256_BYTES)) {
    throw new BadPolicy(`${key}: expected digests of 64 hexadecimal digits`);
  }
  return new Set(hex.map((digest) => digest.toLowerCase()));
}

function authority(key, base64) {
  const certificate = decoded(key, base64, (der) => decodeCertificate(der, AUTHORITY_BYTES_MAX));
  if (certificate.pathLength < 0) {
    throw new BadPolicy(`${key}: a certificate is no authority's: take the owner's or the chip maker's own, not a node's or a chip's`);
  }
  return certificate;
}

function decoded(key, base64, decode) {
  try {
    return decode(fromBase64(String(base64)));
  } catch (fault) {
    if (fault instanceof Malformed) {
      throw new BadPolicy(`${key}: ${fault.message}`);
    }
    throw fault;
  }
}
