// Proof files, the cosignatures in them, and proofs that a log forked; docs/protocol.md, sections "Proof file", "Cosignature"
// and "Equivocation".

import { MILLIS_MAX, Malformed, NODE_ID_BYTES, SHA256_BYTES, sameBytes } from './bytes.js';
import { CborReader } from './cbor.js';
import { EDDSA, decodeSign1, ed25519Verifies, isEmptyHeader, toBeSigned, typedHeader } from './cose.js';
import { SESSION_BYTES_MAX, decodeSession, readIdentity, sessionIssuedBy } from './identity.js';
import { TREE_SIZE_MAX, prefixRoots, readPrefixProof } from './merkle.js';
import { RECEIPT_BYTES_MAX, STATEMENT_BYTES_MAX, TREE_HEAD_BYTES_MAX, decodeTreeHead, headSignedBy } from './statement.js';
import { readTensors } from './tensor.js';

export const EVIDENCE_BYTES_MAX = 48 * 1024;
const PROOF_FIELDS = 8;
const PROOF_FORMAT = 'signet/proof/1';
const COSIGNATURES_MAX = 8;
const COSIGNATURE_BYTES_MAX = 6 * 1024;
const COSIGNED_MESSAGE_BYTES_MAX = 512;
const COSIGNATURE_VERSION = 1;
const COSIGNATURE_TYPE = 'application/vnd.signet.cosignature+cbor';
const FORK_FORMAT = 'signet/equivocation/1';
const FORK_FIELDS = 5;

/** Reads a proof; statement and receipt are not looked into. */
export async function decodeProof(work, encoded) {
  const reader = new CborReader(encoded);
  reader.readMap(PROOF_FIELDS);
  reader.readExactInt(0);
  reader.readExactText(PROOF_FORMAT);
  reader.readExactInt(1);
  const statement = reader.readBytes(STATEMENT_BYTES_MAX);
  reader.readExactInt(2);
  const receipt = reader.readBytes(RECEIPT_BYTES_MAX);
  reader.readExactInt(3);
  const identity = await readIdentity(work, reader);
  reader.readExactInt(4);
  const inputs = readTensors(reader);
  reader.readExactInt(5);
  const outputs = readTensors(reader);
  reader.readExactInt(6);
  const cosignatures = await readCosignatures(work, reader);
  reader.readExactInt(7);
  const evidence = reader.readBytes(EVIDENCE_BYTES_MAX);
  reader.expectEnd();
  return { statement, receipt, identity, inputs, outputs, cosignatures, evidence };
}

async function readCosignatures(work, reader) {
  const start = reader.at;
  const count = reader.readArraySize();
  if (count > COSIGNATURES_MAX) {
    throw new Malformed(`a proof has at most ${COSIGNATURES_MAX} cosignatures, not ${count}`, start);
  }
  const cosignatures = [];
  for (let i = 0; i < count; i++) {
    cosignatures.push(await decodeCosignature(work, reader.readBytes(COSIGNATURE_BYTES_MAX)));
  }
  return cosignatures;
}

async function decodeCosignature(work, encoded) {
  const outer = new CborReader(encoded);
  outer.readArray(3);
  const witness = await readIdentity(work, outer);
  const session = await decodeSession(work, outer.readBytes(SESSION_BYTES_MAX));
  const message = decodeSign1(outer.readBytes(COSIGNED_MESSAGE_BYTES_MAX));
  outer.expectEnd();
  const header = typedHeader(EDDSA, session.keyId, COSIGNATURE_TYPE);
  if (!sameBytes(message.protectedHeader, header) || !isEmptyHeader(message.unprotectedHeader) || message.payload === undefined) {
    throw new Malformed('not the header and payload of a cosignature by this session key');
  }
  const reader = new CborReader(message.payload);
  reader.readMap(6);
  reader.readExactInt(0);
  reader.readExactInt(COSIGNATURE_VERSION);
  reader.readExactInt(1);
  const log = reader.readExactBytes(NODE_ID_BYTES);
  reader.readExactInt(2);
  const size = reader.readInt(0, TREE_SIZE_MAX);
  reader.readExactInt(3);
  const root = reader.readExactBytes(SHA256_BYTES);
  reader.readExactInt(4);
  const start = reader.at;
  const named = reader.readExactBytes(NODE_ID_BYTES);
  reader.readExactInt(5);
  const timeMillis = reader.readInt(0, MILLIS_MAX);
  reader.expectEnd();
  if (!sameBytes(named, witness.node) || !sameBytes(named, session.node)) {
    throw new Malformed("the cosignature is another node's than its certificates", start);
  }
  return { encoded, witness, session, log, size, root, timeMillis, message };
}

/** Whether it is about this very log: same node, size and root. */
export function covers(cosignature, head) {
  return sameBytes(cosignature.log, head.node) && cosignature.size === head.size && sameBytes(cosignature.root, head.root);
}

/** Whether the witness's session key, good at that time, signed it. */
export async function cosignatureSigned(work, cosignature) {
  const { session, witness, message, timeMillis } = cosignature;
  const inTime = session.notBefore <= timeMillis && timeMillis <= session.notAfter;
  const toSign = toBeSigned(message.protectedHeader, message.payload);
  return (
    inTime &&
    work.once(
      await work.nameOf('cosignature', cosignature.encoded),
      async () => (await sessionIssuedBy(work, session, witness)) && ed25519Verifies(work, session.signingKey, toSign, message.signature),
    )
  );
}

/** Reads the proof that a node's log forked; that it can be read does not say that it holds. */
export async function decodeFork(work, encoded) {
  const reader = new CborReader(encoded);
  reader.readMap(FORK_FIELDS);
  reader.readExactInt(0);
  reader.readExactText(FORK_FORMAT);
  reader.readExactInt(1);
  const identity = await readIdentity(work, reader);
  reader.readExactInt(2);
  const earlier = decodeTreeHead(reader.readBytes(TREE_HEAD_BYTES_MAX));
  reader.readExactInt(3);
  const later = decodeTreeHead(reader.readBytes(TREE_HEAD_BYTES_MAX));
  reader.readExactInt(4);
  let path;
  if (earlier.size === later.size) {
    reader.readArray(0);
  } else {
    path = readPrefixProof(reader);
  }
  reader.expectEnd();
  if (!sameBytes(earlier.node, identity.node) || !sameBytes(later.node, identity.node)) {
    throw new Malformed('both heads and the identity are of one node');
  }
  if (earlier.size < 1 || earlier.size > later.size || (path !== undefined && (path.from !== earlier.size || path.to !== later.size))) {
    throw new Malformed('the path is between logs of other sizes than the heads are of');
  }
  return { identity, earlier, later, path };
}

/** Whether it proves a fork: no log can have both heads, and the node signed both. */
export async function forkHolds(work, fork) {
  return (
    (await contradicts(work, fork)) &&
    (await headSignedBy(work, fork.earlier, fork.identity.spki)) &&
    headSignedBy(work, fork.later, fork.identity.spki)
  );
}

async function contradicts(work, { earlier, later, path }) {
  if (path === undefined) {
    return !sameBytes(earlier.root, later.root);
  }
  const roots = await prefixRoots(work, path);
  return sameBytes(roots.to, later.root) && !sameBytes(roots.from, earlier.root);
}
