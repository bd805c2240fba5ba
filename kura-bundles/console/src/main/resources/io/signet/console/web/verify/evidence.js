// Evidence of a node's hardware and firmware as it travels; docs/protocol.md, section "Evidence".

import { MILLIS_MAX, Malformed, NODE_ID_BYTES, SHA256_BYTES, isLabel, sameBytes, toHex } from './bytes.js';
import { CborReader, cborArray, cborBytes, cborText } from './cbor.js';
import { ES256, coseVerifies, decodeSign1, isEmptyHeader, toBeSigned, typedHeader } from './cose.js';
import { EVIDENCE_BYTES_MAX } from './proof.js';
import { PCR_COUNT, extendPcr } from './tpm.js';
import { CERTIFICATE_BYTES_MAX } from './x509.js';

const EVIDENCE_TYPE = 'application/vnd.signet.evidence+cbor';
const CLAIM_EVIDENCE_TIME = 6;
const CLAIM_NONCE = 10;
const CLAIM_UEID = 256;
const CLAIM_KIND = -65537;
const CLAIM_FIRMWARE = -65538;
const CLAIM_TPM = -65539;
const UEID_RANDOM = 1;
const EVIDENCE_NONCE_BYTES_MIN = 8;
const EVIDENCE_NONCE_BYTES_MAX = 64;
const EVIDENCE_KINDS = ['software', 'pkcs11', 'tpm2'];
const EVIDENCE_FIELDS = 5;
const TPM_FIELDS = 9;
const RUNS_MAX = 1024;
const RUN_ITEMS_MAX = 256;
const ITEM_NAME_CHARS_MAX = 128;
const ITEM_VERSION_CHARS_MAX = 64;
const ENDORSEMENT_CERTIFICATES_MAX = 4;
const PUBLIC_BYTES_MAX = 1024;
const ATTEST_BYTES_MAX = 1024;
const TPM_SIGNATURE_BYTES_MAX = 600;
const BOOT_LOG_BYTES_MAX = 24 * 1024;

/** Reads evidence; the TPM's structures in it are not looked into. */
export function decodeEvidence(encoded) {
  if (encoded.length > EVIDENCE_BYTES_MAX) {
    throw new Malformed(`evidence has at most ${EVIDENCE_BYTES_MAX} bytes, not ${encoded.length}`);
  }
  const message = decodeSign1(encoded);
  if (message.payload === undefined) {
    throw new Malformed('evidence has a payload');
  }
  const claims = decodeClaims(message.payload);
  const header = typedHeader(ES256, claims.node, EVIDENCE_TYPE);
  if (!sameBytes(message.protectedHeader, header) || !isEmptyHeader(message.unprotectedHeader)) {
    throw new Malformed('the headers are not those of evidence of this node, signed with ES256');
  }
  return { ...claims, message };
}

/** Whether the holder of the node's identity key signed the evidence. */
export async function evidenceSignedBy(work, evidence, identity) {
  const { protectedHeader, payload, signature } = evidence.message;
  const ofNode = sameBytes(evidence.node, identity.node);
  return ofNode && coseVerifies(work, ES256, identity.spki, toBeSigned(protectedHeader, payload), signature);
}

/** What a TPM must put into what it attests for that nonce. */
export function qualifyingData(work, nonce) {
  return work.sha256(cborArray(cborText('signet/evidence/1'), cborBytes(nonce)));
}

function decodeClaims(encoded) {
  const reader = new CborReader(encoded);
  const fields = reader.readMapSize();
  if (fields !== EVIDENCE_FIELDS && fields !== EVIDENCE_FIELDS + 1) {
    throw new Malformed(`evidence has ${EVIDENCE_FIELDS} or ${EVIDENCE_FIELDS + 1} claims`);
  }
  reader.readExactInt(CLAIM_EVIDENCE_TIME);
  const timeMillis = 1000 * reader.readInt(0, Math.floor(MILLIS_MAX / 1000));
  reader.readExactInt(CLAIM_NONCE);
  const nonce = readSized(reader, 'a nonce of evidence', EVIDENCE_NONCE_BYTES_MIN, EVIDENCE_NONCE_BYTES_MAX);
  reader.readExactInt(CLAIM_UEID);
  const ueid = reader.readExactBytes(1 + NODE_ID_BYTES);
  if (ueid[0] !== UEID_RANDOM) {
    throw new Malformed("the evidence's UEID is of another type than a node's");
  }
  reader.readExactInt(CLAIM_KIND);
  const kind = reader.readText(32);
  reader.readExactInt(CLAIM_FIRMWARE);
  const runs = readFirmware(reader);
  let tpm;
  if (fields > EVIDENCE_FIELDS) {
    reader.readExactInt(CLAIM_TPM);
    tpm = readTpm(reader);
  }
  reader.expectEnd();
  if (!EVIDENCE_KINDS.includes(kind) || (tpm !== undefined) !== (kind === 'tpm2')) {
    throw new Malformed("the kind of key is unknown, or not the one that a TPM's part belongs to");
  }
  return { node: ueid.subarray(1), nonce, timeMillis, kind, runs, tpm };
}

function readSized(reader, what, min, max) {
  const start = reader.at;
  const bytes = reader.readBytes(max);
  if (bytes.length < min) {
    throw new Malformed(`${what} has ${min} to ${max} bytes, not ${bytes.length}`, start);
  }
  return bytes;
}

/** Reads all runs; one that is like an earlier one is that one's number. */
function readFirmware(reader) {
  const start = reader.at;
  const size = reader.readArraySize();
  if (size > RUNS_MAX) {
    throw new Malformed(`a firmware log has at most ${RUNS_MAX} runs, not ${size}`, start);
  }
  const runs = [];
  const first = new Map();
  for (let i = 0; i < size; i++) {
    runs.push(readRun(reader, runs, first));
  }
  return runs;
}

function readRun(reader, before, first) {
  const start = reader.at;
  if (reader.peekType() === 'int') {
    const like = reader.readInt(0, Math.max(0, before.length - 1));
    if (before.length === 0 || first.get(before[like].name) !== like) {
      throw new Malformed('a run is like none before it, or not like the first of them', start);
    }
    return before[like];
  }
  const size = reader.readArraySize();
  if (size > RUN_ITEMS_MAX) {
    throw new Malformed(`a run starts at most ${RUN_ITEMS_MAX} bundles, not ${size}`, start);
  }
  const items = Array.from({ length: size }, () => readItem(reader));
  const encoded = reader.data.subarray(start, reader.at);
  const run = { name: toHex(encoded), encoded, items };
  if (first.has(run.name)) {
    throw new Malformed('a run like an earlier one must be written as its number', start);
  }
  first.set(run.name, before.length);
  return run;
}

function readItem(reader) {
  const start = reader.at;
  reader.readArray(3);
  const name = reader.readText(ITEM_NAME_CHARS_MAX);
  const version = reader.readText(ITEM_VERSION_CHARS_MAX);
  const sha256 = reader.readExactBytes(SHA256_BYTES);
  if (!isLabel(name, ITEM_NAME_CHARS_MAX) || !isLabel(version, ITEM_VERSION_CHARS_MAX)) {
    throw new Malformed("a bundle's name and version are of printable ASCII", start);
  }
  return { name, version, sha256, encoded: reader.data.subarray(start, reader.at) };
}

/** What the firmware's register holds after all runs if it held {@code pcr} before the first. */
export async function extendFirmware(work, runs, pcr) {
  const start = await work.sha256(cborArray(cborText('signet/run/1')));
  const events = new Map();
  let value = pcr;
  for (const run of runs) {
    value = await extendPcr(work, value, start);
    if (!events.has(run.name)) {
      events.set(run.name, await Promise.all(run.items.map((item) => work.sha256(item.encoded))));
    }
    for (const event of events.get(run.name)) {
      value = await extendPcr(work, value, event);
    }
  }
  return value;
}

function readTpm(reader) {
  const start = reader.at;
  const fields = reader.readMapSize();
  if (fields !== TPM_FIELDS && fields !== TPM_FIELDS + 1) {
    throw new Malformed(`what a TPM says has ${TPM_FIELDS} or ${TPM_FIELDS + 1} parts, not ${fields}`, start);
  }
  let key = 0;
  const next = (read) => {
    reader.readExactInt(key++);
    return read();
  };
  const publicArea = (what) => next(() => readSized(reader, what, 1, PUBLIC_BYTES_MAX));
  return {
    endorsementCertificates: next(() => readEndorsements(reader)),
    endorsementKey: publicArea('an endorsement key'),
    attestationKey: publicArea('an attestation key'),
    resultKey: publicArea('a result key'),
    certified: next(() => readSignedAttest(reader)),
    quoted: next(() => readSignedAttest(reader)),
    pcrs: next(() => readPcrs(reader)),
    firmwarePcr: next(() => reader.readInt(0, PCR_COUNT - 1)),
    bootLog: next(() => reader.readBytes(BOOT_LOG_BYTES_MAX)),
    unwrapKey: fields === TPM_FIELDS ? undefined : next(() => readUnwrapKey(reader)),
  };
}

function readEndorsements(reader) {
  const start = reader.at;
  const size = reader.readArraySize();
  if (size > ENDORSEMENT_CERTIFICATES_MAX) {
    throw new Malformed(`an endorsement key has at most ${ENDORSEMENT_CERTIFICATES_MAX} certificates, not ${size}`, start);
  }
  return Array.from({ length: size }, () => readSized(reader, 'a certificate', 1, CERTIFICATE_BYTES_MAX));
}

function readSignedAttest(reader) {
  reader.readArray(2);
  const attest = readSized(reader, 'what a TPM attests', 1, ATTEST_BYTES_MAX);
  return { attest, signature: readSized(reader, "a TPM's signature", 1, TPM_SIGNATURE_BYTES_MAX) };
}

function readPcrs(reader) {
  const start = reader.at;
  const size = reader.readMapSize();
  const pcrs = new Map();
  for (let i = 0; i < size; i++) {
    pcrs.set(reader.readInt(0, PCR_COUNT - 1), reader.readExactBytes(SHA256_BYTES));
  }
  if (size === 0) {
    throw new Malformed('a quote is over at least one PCR', start);
  }
  return pcrs;
}

function readUnwrapKey(reader) {
  reader.readArray(2);
  const publicArea = readSized(reader, 'a key to encrypt to', 1, PUBLIC_BYTES_MAX);
  return { publicArea, certified: readSignedAttest(reader) };
}
