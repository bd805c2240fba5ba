// What a proof shows of a node's hardware and firmware: the certificate's word and the TPM's.

import { Malformed, sameBytes, timeText, toHex } from './bytes.js';
import { decodeBootLog, replayBoot } from './bootlog.js';
import { decodeEvidence, evidenceSignedBy, extendFirmware, qualifyingData } from './evidence.js';
import { validatePath } from './path.js';
import { CLOCK_SKEW_MILLIS_MAX } from './policy.js';
import { Rejected, Report } from './report.js';
import { isLess } from './statement.js';
import {
  DECRYPT,
  RESTRICTED,
  SIGN,
  TPM_GENERATED,
  USER_WITH_AUTH,
  decodeAttest,
  decodeTpmPublic,
  decodeTpmSignature,
  hasAttributes,
  isBound,
  isKeyOf,
  pcrPolicy,
  tpmName,
  tpmVerifies,
} from './tpm.js';
import { ZERO_DIGEST } from './work.js';
import { decodeCertificate, nameText } from './x509.js';

const PLATFORM_PCR_MAX = 7;
const FIRMWARE_PCR_MAX = 15;
/** tcg-kp-EKCertificate: the maker's word that the key is an endorsement key (TCG EK Credential Profile, section 3.2.16). */
const OID_EK_CERTIFICATE = '2.23.133.8.1';
const HARDWARE_WORDS = {
  software: 'key protection: software. This does not prove hardware.',
  'tpm2-interface':
    'key protection: tpm2-interface. The key is behind a TPM interface, but no chip maker vouches for a chip behind it: it may be a program. This does not prove hardware.',
  pkcs11: 'key protection: pkcs11. Whoever issued the certificate vouches that the key is in a token.',
  tpm2: 'key protection: tpm2. Whoever issued the certificate vouches that the key is in a TPM.',
};

/** Whether a trust policy wants a chip maker's word besides the owner's. */
export function demandsChip(policy) {
  return policy.makers.length > 0 && policy.minimalAssurance === 'tpm2';
}

/** Checks the certificate's word on the key, and the evidence if there is any. */
export async function checkHardware(context, identity, encoded, report) {
  const { policy } = context;
  if (isLess(identity.assurance, policy.minimalAssurance)) {
    throw new Rejected('assurance-too-low', 'node-key', tooLow(policy, 'the certificate says', identity.assurance));
  }
  const believed = ['pkcs11', 'tpm2'].includes(identity.assurance);
  report.find(believed ? true : null, believed ? 'hardware' : 'hardware-open', HARDWARE_WORDS[identity.assurance]);
  if (encoded.length === 0) {
    requireNoEvidence(policy);
    return;
  }
  // Many parts of an answer come with the same evidence of one node.
  const name = await context.work.nameOf(`evidence ${identity.assurance} `, identity.spki, encoded);
  const { found, rejected } = await context.work.once(name, () => judgeEvidence(context, identity, encoded));
  report.take(found);
  if (rejected !== undefined) {
    throw rejected;
  }
}

async function judgeEvidence(context, identity, encoded) {
  const found = new Report();
  try {
    await checkEvidence(context, identity, decodeOrRefuse(encoded), found);
    return { found };
  } catch (fault) {
    if (fault instanceof Rejected) {
      return { found, rejected: fault };
    }
    throw fault;
  }
}

function tooLow(policy, who, found) {
  return `The policy demands key protection: ${policy.minimalAssurance} or better, ${who}: ${found}.`;
}

function requireNoEvidence(policy) {
  if (policy.firmware.size > 0) {
    throw new Rejected('evidence-missing', 'firmware', "The policy lists the firmware that it accepts, but the proof carries no evidence of the node's.");
  }
  if (demandsChip(policy)) {
    throw new Rejected('evidence-missing', 'maker', 'The policy demands a chip of a maker that it names, but the proof carries no evidence of one.');
  }
}

function decodeOrRefuse(encoded) {
  try {
    return decodeEvidence(encoded);
  } catch (fault) {
    throw damaged(fault);
  }
}

/** What is to be thrown in place of a fault of the evidence's form. */
function damaged(fault) {
  return fault instanceof Malformed ? refused('malformed', 'attestation', `The evidence is damaged: ${fault.message}.`) : fault;
}

function refused(reason, step, detail) {
  return new Rejected(`evidence-${reason}`, step, detail);
}

async function checkEvidence(context, identity, evidence, report) {
  const { work, policy } = context;
  if (!(await evidenceSignedBy(work, evidence, identity))) {
    throw refused('not-of-this-node', 'attestation', "The node's key did not sign this evidence as its own.");
  }
  report.open('fresh', "The evidence answers no question of the verifier's: that it is recent is the node's word.");
  checkEvidenceTime(context, evidence);
  const shown = evidence.tpm === undefined ? checkWithoutTpm(evidence, report) : await checkTpm(context, identity, evidence, report);
  await checkAcceptedFirmware(context, evidence, report);
  if (!mayClaim(identity.assurance, evidence.kind)) {
    throw new Rejected(
      'assurance-mismatch',
      'node-key',
      `The certificate says key protection: ${identity.assurance}, but the evidence is of a key of kind ${evidence.kind}.`,
    );
  }
  if (demandsChip(policy) && shown !== 'tpm2') {
    throw new Rejected('assurance-too-low', 'maker', tooLow(policy, 'the evidence shows', shown));
  }
}

/** Whether a certificate may say that of a key of that kind. Less than the kind gives is always true. */
function mayClaim(claimed, kind) {
  return claimed === 'software' || (claimed === 'pkcs11' ? kind === 'pkcs11' : kind === 'tpm2');
}

function checkEvidenceTime({ policy, nowMillis }, { timeMillis }) {
  if (timeMillis - CLOCK_SKEW_MILLIS_MAX > nowMillis) {
    const detail = `The evidence is of ${timeText(timeMillis)}, but it is only ${timeText(nowMillis)}: check the clocks.`;
    throw refused('from-the-future', 'attestation', detail);
  }
  if (policy.maxAgeMillis > 0 && nowMillis - timeMillis > policy.maxAgeMillis) {
    throw refused('too-old', 'attestation', `The evidence is of ${timeText(timeMillis)}, older than the policy allows.`);
  }
}

function checkWithoutTpm(evidence, report) {
  report.open(
    'chip',
    evidence.kind === 'pkcs11'
      ? "That the key is in a token is the node's word, and whoever issued its certificate vouches."
      : 'The key is in a file.',
  );
  report.open('firmware', "What the node's program started is its own word.");
  report.step('firmware', null, { runs: String(evidence.runs.length), 'shown by': "the node's own word" });
  return evidence.kind;
}

async function checkTpm(context, identity, evidence, report) {
  try {
    const keys = await checkKeysAndAttestations(context.work, identity, evidence, report);
    await checkRegisters(context.work, evidence, keys.quote, report);
    const shown = await checkEndorsement(context, identity, evidence, report);
    await checkUnwrapKey(context.work, evidence, keys);
    return shown;
  } catch (fault) {
    throw damaged(fault);
  }
}

async function checkKeysAndAttestations(work, identity, { tpm, nonce }, report) {
  const keys = {
    attestationKey: decodeTpmPublic(tpm.attestationKey),
    qualifying: await qualifyingData(work, nonce),
  };
  const resultKey = decodeTpmPublic(tpm.resultKey);
  const certified = decodeAttest(tpm.certified.attest);
  const quoted = decodeAttest(tpm.quoted.attest);
  requireResultKey(resultKey, identity);
  requireAttestationKey(keys.attestationKey);
  if (!sameBytes(certified.qualifiedSigner, quoted.qualifiedSigner)) {
    throw refused(
      'certified-by-another-tpm',
      'attestation',
      "The node's key was certified by another attestation key than the one that quoted the registers: it need not be in the same TPM.",
    );
  }
  await requireAttested(work, keys, certified, tpm.certified, "The certification of the node's key");
  await requireAttested(work, keys, quoted, tpm.quoted, 'The quote of the registers');
  if (certified.certifiedName === undefined) {
    throw refused('wrong-attestation', 'attestation', "What should certify the node's key attests something else.");
  }
  if (quoted.quote === undefined) {
    throw refused('wrong-attestation', 'attestation', 'What should quote the registers attests something else.');
  }
  if (!sameBytes(certified.certifiedName, await tpmName(work, resultKey))) {
    throw refused('other-key-certified', 'node-key', 'The TPM certified another key than the one that the node signs with.');
  }
  const name = toHex(await tpmName(work, keys.attestationKey));
  report.proved('tpm', `The attestation key ${name} certifies that the node's key was made in its TPM, can't leave it, and signs.`);
  report.step('attestation', true, { 'attestation key': name });
  return { ...keys, quote: quoted.quote };
}

function requireResultKey(resultKey, identity) {
  if (!isKeyOf(resultKey, identity.spki)) {
    throw refused('other-result-key', 'node-key', "The TPM's key is not the one in the node's certificate.");
  }
  if (!isBound(resultKey) || !hasAttributes(resultKey, SIGN)) {
    throw refused(
      'exportable-key',
      'node-key',
      "The node's key may leave the TPM, or was not made in it: fixedTPM, fixedParent, sensitiveDataOrigin and sign must be set.",
    );
  }
}

function requireAttestationKey(attestationKey) {
  if (!hasAttributes(attestationKey, RESTRICTED | SIGN) || hasAttributes(attestationKey, DECRYPT)) {
    throw refused(
      'unrestricted-attestation-key',
      'attestation',
      'The attestation key signs what anyone gives it: restricted and sign must be set, decrypt must not.',
    );
  }
  if (!isBound(attestationKey)) {
    throw refused(
      'exportable-attestation-key',
      'attestation',
      'The attestation key may leave the TPM, or was not made in it: fixedTPM, fixedParent and sensitiveDataOrigin must be set.',
    );
  }
}

async function requireAttested(work, { attestationKey, qualifying }, attest, signed, what) {
  if (!(await tpmVerifies(work, attestationKey, decodeTpmSignature(signed.signature), signed.attest))) {
    throw refused('bad-attestation-signature', 'attestation', `${what} was not signed by the attestation key.`);
  }
  if (attest.magic !== TPM_GENERATED) {
    throw refused('not-made-by-a-tpm', 'attestation', `${what} was not made by a TPM: it lacks TPM_GENERATED.`);
  }
  if (!sameBytes(attest.extraData, qualifying)) {
    throw refused('old-nonce', 'attestation', `${what} was made for another nonce than that of the evidence.`);
  }
}

async function checkRegisters(work, { tpm, runs }, quote, report) {
  const booted = tpm.bootLog.length === 0 ? new Map() : await replayBoot(work, decodeBootLog(tpm.bootLog));
  await requireQuoted(work, tpm, quote);
  const pcr = tpm.firmwarePcr;
  if (pcr <= PLATFORM_PCR_MAX || pcr > FIRMWARE_PCR_MAX || !tpm.pcrs.has(pcr)) {
    throw refused(
      'pcr-not-quoted',
      'firmware',
      `The firmware's register, PCR ${pcr}, is not a quoted one of ${PLATFORM_PCR_MAX + 1} to ${FIRMWARE_PCR_MAX}, which can't be reset.`,
    );
  }
  if (!sameBytes(await extendFirmware(work, runs, booted.get(pcr) ?? ZERO_DIGEST), tpm.pcrs.get(pcr))) {
    throw refused(
      'firmware-mismatch',
      'firmware',
      `The list of firmware is not what was extended into PCR ${pcr}: something else was started, or left out of the list.`,
    );
  }
  report.proved(
    'firmware',
    `The list of what the node's program started, in ${runs.length} runs since the machine was switched on, is what was extended into PCR ${pcr} of the TPM.`,
  );
  report.step('firmware', true, { register: `PCR ${pcr}`, runs: String(runs.length) });
  if (runs.length > 0) {
    const { items, encoded } = runs[runs.length - 1];
    const digest = toHex(await work.sha256(encoded));
    report.step('firmware', true, { 'bundles in the last run': String(items.length), 'digest of the last run': digest });
  }
  checkBoot(tpm, booted, report);
}

async function requireQuoted(work, tpm, quote) {
  const [selection] = quote.selections;
  const given = [...tpm.pcrs.keys()];
  if (quote.selections.length !== 1 || !selection.sha256 || selection.pcrs.join() !== given.join()) {
    throw refused('changed-pcr', 'firmware', `The registers given, [${given.join(', ')}], are not those that the TPM quoted.`);
  }
  if (!sameBytes(await work.sha256(...tpm.pcrs.values()), quote.digest)) {
    throw refused('changed-pcr', 'firmware', "The registers' values are not those that the TPM quoted.");
  }
}

function checkBoot(tpm, booted, report) {
  if (booted.size === 0) {
    report.open('boot', "There is no log of a measured boot: what ran before the node's program is not shown.");
    return;
  }
  for (const [pcr, value] of booted) {
    if (pcr > PLATFORM_PCR_MAX) {
      continue;
    }
    if (!tpm.pcrs.has(pcr)) {
      throw refused('pcr-not-quoted', 'firmware', `The boot log is about PCR ${pcr}, which was not quoted.`);
    }
    if (!sameBytes(tpm.pcrs.get(pcr), value)) {
      throw refused('boot-log-mismatch', 'firmware', `The boot log is not what was extended into PCR ${pcr}: it was changed.`);
    }
  }
  report.proved('boot', "The log of the measured boot is what was extended into the TPM's registers.");
}

/** What the evidence shows of the chip: tpm2 if a maker and the owner vouch for it, else tpm2-interface. */
async function checkEndorsement(context, identity, evidence, report) {
  const { objection, maker } = await endorsementOf(context, evidence);
  if (objection !== undefined) {
    report.open('chip', `${objection} Whether there is a chip behind the TPM interface is not shown.`);
    return 'tpm2-interface';
  }
  report.proved('chip', 'A chip maker whom the policy trusts vouches for the endorsement key.');
  report.step('maker', true, { maker: nameText(maker.subjectName) });
  if (identity.assurance !== 'tpm2') {
    report.open('same-chip', 'That the attestation key lives in the endorsed chip is not shown: only a challenge can show it.');
    return 'tpm2-interface';
  }
  report.proved('same-chip', 'The owner vouches that the attestation key lives in the endorsed chip.');
  report.step('endorsement', true, { 'who says that it is this chip': 'the owner' });
  return 'tpm2';
}

/** The trusted chip maker who vouches for the endorsement key, or why none does. */
async function endorsementOf({ work, policy }, { tpm, timeMillis }) {
  const endorsementKey = decodeTpmPublic(tpm.endorsementKey);
  const certificates = tpm.endorsementCertificates.map((certificate) => decodeCertificate(certificate));
  if (certificates.length === 0) {
    return { objection: 'The TPM has no endorsement certificate.' };
  }
  const [leaf] = certificates;
  const isEndorsement = leaf.pathLength < 0 && leaf.extendedKeyUsage?.includes(OID_EK_CERTIFICATE);
  if (!isKeyOf(endorsementKey, leaf.spki) || !isEndorsement) {
    throw refused('other-endorsement-key', 'endorsement', "The endorsement certificate is not the certificate of the TPM's endorsement key.");
  }
  if (policy.makers.length === 0) {
    return { objection: 'The policy names no chip makers.' };
  }
  try {
    const { reason, anchor } = await validatePath(work, certificates, policy.makers, timeMillis);
    return reason === undefined ? { maker: anchor } : notLeading(reason);
  } catch (fault) {
    if (fault instanceof Malformed) {
      return notLeading(fault.message);
    }
    throw fault;
  }
}

function notLeading(reason) {
  return { objection: `The endorsement certificate does not lead to a chip maker that the policy trusts: ${reason}.` };
}

/** Checks that the key to encrypt to is in the same TPM, can't leave it, and works with the quoted registers only. */
async function checkUnwrapKey(work, { tpm }, keys) {
  if (tpm.unwrapKey === undefined) {
    return;
  }
  const key = decodeTpmPublic(tpm.unwrapKey.publicArea);
  const attest = decodeAttest(tpm.unwrapKey.certified.attest);
  await requireAttested(work, keys, attest, tpm.unwrapKey.certified, 'The certification of the key to encrypt to');
  if (attest.certifiedName === undefined || !sameBytes(attest.certifiedName, await tpmName(work, key))) {
    throw refused('other-key-certified', 'attestation', 'The TPM did not certify the key to encrypt to.');
  }
  const unwanted = (key.attributes & (RESTRICTED | SIGN | USER_WITH_AUTH)) !== 0;
  const bound = key.key.kind === 'EC' && isBound(key) && hasAttributes(key, DECRYPT) && !unwanted;
  if (!bound || !sameBytes(key.policy, await pcrPolicy(work, tpm.pcrs))) {
    throw refused(
      'unbound-unwrap-key',
      'attestation',
      'The key to encrypt to is not bound to this TPM and to the quoted values of its registers.',
    );
  }
}

async function checkAcceptedFirmware({ work, policy }, { runs, tpm }, report) {
  if (policy.firmware.size === 0) {
    return;
  }
  if (runs.length === 0) {
    throw refused('unknown-firmware', 'firmware', 'The policy lists the firmware that it accepts, but the evidence names none.');
  }
  for (const run of new Set(runs)) {
    if (policy.firmware.has(toHex(await work.sha256(run.encoded)))) {
      continue;
    }
    for (const item of run.items) {
      const digest = toHex(item.sha256);
      if (!policy.firmware.has(digest)) {
        const detail = `The node's program started ${item.name} ${item.version} (${digest.slice(0, 16)}), which the policy does not list.`;
        throw refused('unknown-firmware', 'firmware', detail);
      }
    }
  }
  if (tpm === undefined) {
    report.open('accepted-firmware', 'Everything that the node says its program started is listed by the policy.');
  } else {
    report.proved('accepted-firmware', "Everything that the node's program started is listed by the policy.");
  }
}
