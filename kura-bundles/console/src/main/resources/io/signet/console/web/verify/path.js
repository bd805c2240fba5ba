// Paths of certificates up to somebody whom the policy trusts (RFC 5280 section 6), as Java's PKIX validation takes them.

import { NotCheckedHere, sameBytes } from './bytes.js';
import { DER_SEQUENCE, DerReader } from './der.js';
import {
  OID_ALTERNATIVE_NAME,
  OID_BASIC_CONSTRAINTS,
  OID_EXTENDED_KEY_USAGE,
  OID_INHIBIT_ANY_POLICY,
  OID_KEY_USAGE,
  OID_NAME_CONSTRAINTS,
  OID_POLICIES,
  OID_POLICY_CONSTRAINTS,
  OID_POLICY_MAPPINGS,
  isSelfIssued,
  signedBy,
} from './x509.js';

/** What is understood if it is critical. */
const UNDERSTOOD = new Set([OID_ALTERNATIVE_NAME, OID_BASIC_CONSTRAINTS, OID_EXTENDED_KEY_USAGE, OID_KEY_USAGE, OID_POLICIES]);
/** What narrows a path in ways that are not followed here; rare, and never written by Signet. */
const NOT_FOLLOWED = [OID_NAME_CONSTRAINTS, OID_POLICY_MAPPINGS, OID_POLICY_CONSTRAINTS, OID_INHIBIT_ANY_POLICY];
const KEY_CERT_SIGN = 5;
/** The usages that Java knows a purpose for: a key that has none of them serves for nothing. */
const USAGES_WITH_PURPOSE = [0, 1, 2, 3, 4, 5, 6];
const VERSION_3_OF_PATH = 2;

/**
 * Follows the certificates, the subject's first, to one of the anchors, at a time.
 *
 * @returns {Promise<{anchor?: object, reason?: string}>} the anchor, or why there is none
 */
export async function validatePath(work, certificates, anchors, timeMillis) {
  let reason = 'the path does not chain with any of those who are trusted';
  for (const anchor of anchors) {
    if (!mayHaveIssued(anchor, certificates[certificates.length - 1])) {
      continue;
    }
    const found = await faultOf(work, certificates, anchor, timeMillis);
    if (found === undefined) {
      return { anchor };
    }
    reason = found;
  }
  return { reason };
}

/** Whether the anchor has the issuer's name, and the key that the certificate names if it names one. */
function mayHaveIssued(anchor, certificate) {
  if (anchor.subject !== certificate.issuer) {
    return false;
  }
  const named = certificate.authorityKeyId ?? {};
  if (named.keyId !== undefined && anchor.subjectKeyId !== undefined && !sameBytes(named.keyId, anchor.subjectKeyId)) {
    return false;
  }
  return named.serial === undefined || anchor.version < VERSION_3_OF_PATH || sameBytes(named.serial, anchor.serial);
}

/** Why the path from the anchor down to the first certificate does not hold; undefined if it does. */
async function faultOf(work, certificates, anchor, timeMillis) {
  let issuer = anchor;
  let mayFollow = certificates.length;
  for (let i = certificates.length - 1; i >= 0; i--) {
    const certificate = certificates[i];
    const fault = constraintFault(certificate, i > 0, mayFollow) ?? (await linkFault(work, certificate, issuer, timeMillis));
    if (fault !== undefined) {
      return fault;
    }
    if (i > 0) {
      mayFollow = Math.min(mayFollow - (isSelfIssued(certificate) ? 0 : 1), certificate.pathLength);
    }
    issuer = certificate;
  }
  return undefined;
}

function constraintFault(certificate, issues, mayFollow) {
  for (const oid of NOT_FOLLOWED) {
    if (certificate.extensions.has(oid)) {
      throw new NotCheckedHere('a certificate has constraints of names or policies, which are not followed here');
    }
  }
  const { keyUsage } = certificate;
  if (keyUsage !== undefined && !USAGES_WITH_PURPOSE.some((bit) => keyUsage[bit])) {
    return 'a certificate names no usage for its key';
  }
  if (issues && keyUsage !== undefined && !keyUsage[KEY_CERT_SIGN]) {
    return 'a certificate of an issuer does not allow its key to sign certificates';
  }
  if (issues && certificate.pathLength < 0) {
    return "a certificate of an issuer is no authority's";
  }
  if (issues && !isSelfIssued(certificate) && mayFollow <= 0) {
    return 'the path is longer than one of its certificates allows';
  }
  for (const [oid, extension] of certificate.extensions) {
    if (extension.critical && !UNDERSTOOD.has(oid)) {
      return `a certificate has the critical extension ${oid}, which is not understood`;
    }
    if (extension.critical && oid === OID_POLICIES && hasQualifiers(extension.value)) {
      return 'a certificate has critical qualifiers of its policies';
    }
  }
  return undefined;
}

function hasQualifiers(value) {
  const policies = new DerReader(new DerReader(value).read(DER_SEQUENCE));
  while (policies.hasMore()) {
    const policy = new DerReader(policies.read(DER_SEQUENCE));
    policy.readWhole();
    if (policy.hasMore()) {
      return true;
    }
  }
  return false;
}

async function linkFault(work, certificate, issuer, timeMillis) {
  if (timeMillis < certificate.notBefore || timeMillis > certificate.notAfter) {
    return 'a certificate is not valid at that time';
  }
  if (certificate.issuer !== issuer.subject) {
    return 'a certificate was issued by another than the next one is about';
  }
  if (!(await signedBy(work, certificate, issuer.spki))) {
    return 'the signature of a certificate is not that of its issuer';
  }
  return undefined;
}
