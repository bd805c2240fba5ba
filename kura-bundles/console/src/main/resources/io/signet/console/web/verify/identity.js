// Who a node is: its certificates, and the keys that it uses for a day; docs/protocol.md, sections "Identity chain" and
// "Session certificate".

import { MILLIS_MAX, Malformed, NODE_ID_BYTES, toHex, sameBytes, utf8Text } from './bytes.js';
import { CborReader } from './cbor.js';
import { EDDSA, ES256, HEADER_ALGORITHM, coseAlgorithmOf, coseVerifies, decodeSign1, isEmptyHeader, toBeSigned, typedHeader } from './cose.js';
import { DER_UTF8_STRING, DerReader } from './der.js';
import { ASSURANCES } from './statement.js';
import { CERTIFICATE_BYTES_MAX, commonNameOf, decodeCertificate, ownerNameOf } from './x509.js';

export const SESSION_BYTES_MAX = 512;
const IDENTITY_CERTIFICATES_MAX = 4;
const ASSURANCE_OID = '2.25.150771436589273566982925956856046397622';
const SESSION_TYPE = 'application/vnd.signet.session+cbor';
const SESSION_VERSION = 1;
const OKP_KEY_BYTES = 32;
const SHORT_KEY_ID_BYTES = 8;

/** The id of the holder of the key: the first 16 bytes of the SHA-256 of its SubjectPublicKeyInfo. */
export async function nodeIdOf(work, spki) {
  return (await work.sha256(spki)).subarray(0, NODE_ID_BYTES);
}

/** Reads a node's certificates, the node's own first, and what that says. Who issued them is not looked at. */
export async function readIdentity(work, reader) {
  const start = reader.at;
  const length = reader.readArraySize();
  if (length < 1 || length > IDENTITY_CERTIFICATES_MAX) {
    throw new Malformed(`an identity has 1 to ${IDENTITY_CERTIFICATES_MAX} certificates, not ${length}`, start);
  }
  const encoded = Array.from({ length }, () => reader.readBytes(CERTIFICATE_BYTES_MAX));
  const name = await work.nameOf('identity', ...encoded);
  return work.once(name, () => decodeIdentity(work, name, encoded));
}

async function decodeIdentity(work, name, encoded) {
  const certificates = encoded.map((certificate) => decodeCertificate(certificate));
  const [leaf] = certificates;
  if (leaf.pathLength >= 0) {
    throw new Malformed("a node's certificate must not be an authority's");
  }
  if (leaf.keyUsage !== undefined && !leaf.keyUsage[0]) {
    throw new Malformed("a node's certificate does not allow digital signatures");
  }
  if (coseAlgorithmOf(leaf.spki) === undefined) {
    throw new Malformed("a node's key is neither on P-256 nor for Ed25519");
  }
  const node = await nodeIdOf(work, leaf.spki);
  if (commonNameOf(leaf) !== toHex(node)) {
    throw new Malformed("the common name of a node's certificate is not the id of its key");
  }
  return { name, certificates, node, nodeHex: toHex(node), spki: leaf.spki, owner: ownerNameOf(leaf), assurance: readCertifiedAssurance(leaf) };
}

function readCertifiedAssurance(leaf) {
  const extension = leaf.extensions.get(ASSURANCE_OID);
  if (extension === undefined) {
    throw new Malformed("a node's certificate lacks the extension with its assurance");
  }
  const reader = new DerReader(extension.value);
  const assurance = utf8Text(reader.read(DER_UTF8_STRING), 'a text in a certificate');
  reader.expectEnd("the assurance in a node's certificate");
  if (!ASSURANCES.includes(assurance)) {
    throw new Malformed("the assurance in a node's certificate is unknown");
  }
  return assurance;
}

/** Reads the certificate of a node's keys for a day. That it can be read says nothing about its signature. */
export async function decodeSession(work, encoded) {
  const message = decodeSign1(encoded);
  if (message.payload === undefined) {
    throw new Malformed('a session certificate has a payload');
  }
  const reader = new CborReader(message.payload);
  reader.readMap(6);
  reader.readExactInt(0);
  reader.readExactInt(SESSION_VERSION);
  reader.readExactInt(1);
  const node = reader.readExactBytes(NODE_ID_BYTES);
  reader.readExactInt(2);
  const signingKey = reader.readExactBytes(OKP_KEY_BYTES);
  reader.readExactInt(3);
  reader.readExactBytes(OKP_KEY_BYTES);
  reader.readExactInt(4);
  const notBefore = reader.readInt(0, MILLIS_MAX);
  reader.readExactInt(5);
  const notAfter = reader.readInt(notBefore, MILLIS_MAX);
  reader.expectEnd();
  const algorithm = readSessionAlgorithm(message.protectedHeader);
  if (!sameBytes(message.protectedHeader, typedHeader(algorithm, node, SESSION_TYPE)) || !isEmptyHeader(message.unprotectedHeader)) {
    throw new Malformed("not the headers of a session certificate of this node");
  }
  const keyId = (await work.sha256(signingKey)).subarray(0, SHORT_KEY_ID_BYTES);
  return { node, signingKey, keyId, notBefore, notAfter, algorithm, message };
}

function readSessionAlgorithm(header) {
  const reader = new CborReader(header);
  reader.readMap(3);
  reader.readExactInt(HEADER_ALGORITHM);
  const algorithm = reader.readAnyInt();
  if (algorithm !== ES256 && algorithm !== EDDSA) {
    throw new Malformed("the signature's algorithm is not ES256 or EdDSA");
  }
  return algorithm;
}

/** Whether that node's identity key signed the session certificate. */
export async function sessionIssuedBy(work, session, identity) {
  const { protectedHeader, payload, signature } = session.message;
  const ofNode = sameBytes(session.node, identity.node);
  return ofNode && coseVerifies(work, session.algorithm, identity.spki, toBeSigned(protectedHeader, payload), signature);
}
