// Merkle trees over SHA-256 (RFC 9162 section 2.1); sizes are at most 2^48, so that BigInt serves for their bits only.

import { Malformed, SHA256_BYTES } from './bytes.js';

export const TREE_SIZE_MAX = 2 ** 48;
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

export function leafHash(work, entry) {
  return work.sha256(LEAF_PREFIX, entry);
}

function nodeHash(work, left, right) {
  return work.sha256(NODE_PREFIX, left, right);
}

/** How many hashes the path from that leaf has in a tree of that size. */
export function inclusionPathLength(treeSize, leafIndex) {
  let length = 0;
  let fn = BigInt(leafIndex);
  let sn = BigInt(treeSize - 1);
  for (; sn > 0n; fn >>= 1n, sn >>= 1n) {
    // Where the way to this leaf has joined the one to the last, there is a sibling only where that turns right.
    length += fn !== sn || (fn & 1n) === 1n ? 1 : 0;
  }
  return length;
}

/** Reads so many hashes. */
export function readHashes(reader, expected) {
  const start = reader.at;
  const found = reader.readArraySize();
  if (found !== expected) {
    throw new Malformed(`the path has ${found} hashes, not as many as its place demands`, start);
  }
  return Array.from({ length: found }, () => reader.readExactBytes(SHA256_BYTES));
}

/** The root of a tree that has that leaf at its place (section 2.1.3.2). */
export async function inclusionRoot(work, proof, leaf) {
  let fn = BigInt(proof.leafIndex);
  let sn = BigInt(proof.treeSize - 1);
  let root = leaf;
  for (const sibling of proof.path) {
    if ((fn & 1n) === 1n || fn === sn) {
      root = await nodeHash(work, sibling, root);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      root = await nodeHash(work, root, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return root;
}

function prefixSteps(from, to) {
  let fn = BigInt(from - 1);
  let sn = BigInt(to - 1);
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  const steps = [];
  while (sn !== 0n) {
    const left = (fn & 1n) === 1n || fn === sn;
    steps.push(left);
    while (left && (fn & 1n) === 0n && fn !== 0n) {
      fn >>= 1n;
      sn >>= 1n;
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return steps;
}

/** Reads the proof that a log of {@code to} statements begins with one of {@code from}; docs/protocol.md, "Prefix proof". */
export function readPrefixProof(reader) {
  reader.readArray(3);
  const from = reader.readInt(1, TREE_SIZE_MAX - 1);
  const to = reader.readInt(from + 1, TREE_SIZE_MAX);
  return { from, to, path: readHashes(reader, 1 + prefixSteps(from, to).length) };
}

/** The two roots that a prefix proof leads to (section 2.1.4.2). */
export async function prefixRoots(work, proof) {
  let [from] = proof.path;
  let to = from;
  for (const [i, left] of prefixSteps(proof.from, proof.to).entries()) {
    const hash = proof.path[i + 1];
    if (left) {
      from = await nodeHash(work, hash, from);
      to = await nodeHash(work, hash, to);
    } else {
      to = await nodeHash(work, to, hash);
    }
  }
  return { from, to };
}
