// What a node states about one answer, and its signed word on its log; docs/protocol.md, sections "Statement", "Tree head"
// and "Receipt".

import { LABEL_CHARS_MAX, MILLIS_MAX, Malformed, NODE_ID_BYTES, SHA256_BYTES, requireLabel } from './bytes.js';
import { CborReader } from './cbor.js';
import { EDDSA, ES256, HEADER_ALGORITHM, HEADER_KEY_ID, coseVerifies, decodeSign1, isEmptyHeader, toBeSigned } from './cose.js';
import { TREE_SIZE_MAX, inclusionPathLength, inclusionRoot, leafHash, readHashes } from './merkle.js';

export const STATEMENT_BYTES_MAX = 512;
export const RECEIPT_BYTES_MAX = 2048;
export const TREE_HEAD_BYTES_MAX = 256;
const STATEMENT_FIELDS = 12;
const STATEMENT_VERSION = 1;
const ASSURANCE_CHARS_MAX = 16;
const NONCE_BYTES = 16;
const HEADER_CLAIMS = 15;
const HEADER_STRUCTURE = 395;
const HEADER_PROOFS = 396;
const RFC9162_SHA256 = 1;
const CLAIM_ISSUED_AT = 6;
const CLAIM_TREE_SIZE = -65537;
const CLAIM_TIME_MILLIS = -65538;
const INCLUSION_PROOFS = -1;

/** What protects a node's key, from least to most. */
export const ASSURANCES = ['software', 'tpm2-interface', 'pkcs11', 'tpm2'];

/** Whether the first protects a key less than the second. */
export function isLess(assurance, than) {
  return ASSURANCES.indexOf(assurance) < ASSURANCES.indexOf(than);
}

export function decodeStatement(encoded) {
  const reader = new CborReader(encoded);
  reader.readMap(STATEMENT_FIELDS);
  let key = 0;
  const next = (read) => {
    reader.readExactInt(key++);
    return read();
  };
  const bytes = (size) => next(() => reader.readExactBytes(size));
  const label = (what) => next(() => requireLabel(what, reader.readText(LABEL_CHARS_MAX), reader.at));
  next(() => reader.readExactInt(STATEMENT_VERSION));
  const statement = {
    node: bytes(NODE_ID_BYTES),
    assurance: next(() => readAssurance(reader)),
    model: label("the model's name"),
    modelPackage: bytes(SHA256_BYTES),
    input: bytes(SHA256_BYTES),
    output: bytes(SHA256_BYTES),
    engine: label('the engine'),
    device: label('the device'),
    nonce: bytes(NONCE_BYTES),
    requester: bytes(NODE_ID_BYTES),
    timeMillis: next(() => reader.readInt(0, MILLIS_MAX)),
  };
  reader.expectEnd();
  return statement;
}

function readAssurance(reader) {
  const start = reader.at;
  const assurance = reader.readText(ASSURANCE_CHARS_MAX);
  if (!ASSURANCES.includes(assurance)) {
    throw new Malformed('there is no assurance of that name', start);
  }
  return assurance;
}

/** Reads a head that carries its root. */
export function decodeTreeHead(encoded) {
  const message = decodeSign1(encoded);
  if (!isEmptyHeader(message.unprotectedHeader)) {
    throw new Malformed('a tree head has no unprotected header');
  }
  if (message.payload?.length !== SHA256_BYTES) {
    throw new Malformed(`a tree head has a payload of ${SHA256_BYTES} bytes`);
  }
  return treeHeadOf(message, message.payload);
}

/** The head that the message signs if its root is that. */
function treeHeadOf(message, root) {
  const reader = new CborReader(message.protectedHeader);
  reader.readMap(4);
  reader.readExactInt(HEADER_ALGORITHM);
  const algorithm = reader.readAnyInt();
  if (algorithm !== ES256 && algorithm !== EDDSA) {
    throw new Malformed("the signature's algorithm is not ES256 or EdDSA");
  }
  reader.readExactInt(HEADER_KEY_ID);
  const node = reader.readExactBytes(NODE_ID_BYTES);
  reader.readExactInt(HEADER_CLAIMS);
  reader.readMap(3);
  reader.readExactInt(CLAIM_ISSUED_AT);
  const seconds = reader.readAnyInt();
  reader.readExactInt(CLAIM_TREE_SIZE);
  const size = reader.readInt(0, TREE_SIZE_MAX);
  reader.readExactInt(CLAIM_TIME_MILLIS);
  const start = reader.at;
  const timeMillis = reader.readInt(0, MILLIS_MAX);
  if (seconds !== Math.floor(timeMillis / 1000)) {
    throw new Malformed("a tree head's seconds and milliseconds differ", start);
  }
  reader.readExactInt(HEADER_STRUCTURE);
  reader.readExactInt(RFC9162_SHA256);
  reader.expectEnd();
  return { node, algorithm, size, root, timeMillis, protectedHeader: message.protectedHeader, signature: message.signature };
}

/** Whether the holder of the key signed the head. */
export async function headSignedBy(work, head, spki) {
  const message = toBeSigned(head.protectedHeader, head.root);
  const name = await work.nameOf('head', spki, head.signature, message);
  return work.once(name, () => coseVerifies(work, head.algorithm, spki, message, head.signature));
}

/** Reads the receipt of a statement: the signed head and the path to its root, which is computed from the statement. */
export async function decodeReceipt(work, receipt, statement) {
  const message = decodeSign1(receipt);
  if (message.payload !== undefined) {
    throw new Malformed('a receipt has no payload of its own');
  }
  const proof = readInclusionProof(message.unprotectedHeader);
  const head = treeHeadOf(message, await inclusionRoot(work, proof, await leafHash(work, statement)));
  if (head.size !== proof.treeSize) {
    throw new Malformed("the head's size and the proof's differ");
  }
  return { head, proof };
}

function readInclusionProof(unprotectedHeader) {
  const header = new CborReader(unprotectedHeader);
  header.readMap(1);
  header.readExactInt(HEADER_PROOFS);
  header.readMap(1);
  header.readExactInt(INCLUSION_PROOFS);
  header.readArray(1);
  const reader = new CborReader(header.readBytes(RECEIPT_BYTES_MAX));
  header.expectEnd();
  reader.readArray(3);
  const treeSize = reader.readInt(1, TREE_SIZE_MAX);
  const leafIndex = reader.readInt(0, treeSize - 1);
  const path = readHashes(reader, inclusionPathLength(treeSize, leafIndex));
  reader.expectEnd();
  return { treeSize, leafIndex, path };
}
