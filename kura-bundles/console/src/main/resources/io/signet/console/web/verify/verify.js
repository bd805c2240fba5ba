// Checks answers and receipts of Signet in the browser, offline: nothing is asked of anybody, no clock but the one given.
// The same verdict as io.signet.statement's Verifier and the command `signet verify`, or a more careful one; tests compare them.

import { Malformed, NotCheckedHere, timeText } from './bytes.js';
import { checkPart, decodeAnswer, partsOf } from './answer.js';
import { checkProof } from './check.js';
import { checkChain } from './owner.js';
import { BadPolicy, decodePolicy } from './policy.js';
import { decodeFork, decodeProof, forkHolds } from './proof.js';
import { Rejected, Report } from './report.js';
import { Work } from './work.js';

/** Largest file: the tensors of one task and a little. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;
const OPENING_BRACE = 0x7b;

/**
 * Checks an answer as a node's gateway gave it, a receipt file, or the proof that a log forked.
 *
 * @param {Uint8Array} bytes what is checked
 * @param {object} trust whom and what is trusted, as `GET /console/v1/trust` gives it
 * @param {number} nowMillis the time, in milliseconds since 1970
 * @param {Uint8Array} [picture] the PNG file of which the input is said to be made, if that is to be checked, too
 * @returns {Promise<object>} what `POST /console/v1/verify` gives; it never throws
 */
export async function verify(bytes, trust, nowMillis, picture) {
  const kind = bytes?.[0] === OPENING_BRACE ? 'answer' : 'receipt';
  try {
    const context = { policy: decodePolicy(trust), work: new Work(globalThis.crypto?.subtle), nowMillis, picture };
    if (bytes.length > FILE_BYTES_MAX) {
      return refusal(kind, 'malformed', `The file has ${bytes.length} bytes; a receipt has at most ${FILE_BYTES_MAX}.`);
    }
    return kind === 'answer' ? await verifyAnswer(context, bytes) : await verifyReceipt(context, bytes);
  } catch (fault) {
    return refusal(kind, codeOf(fault), sentenceOf(fault));
  }
}

/** Whether nothing was found wrong in what {@link verify} gave, but something could not be checked here: that says nothing against it. */
export function isNotChecked(result) {
  const faults = (result.parts ?? [result]).flatMap(({ findings }) => findings).filter(({ good }) => good === false);
  return !result.good && faults.length > 0 && faults.every(({ code }) => code === 'not-checked-here');
}

function codeOf(fault) {
  if (fault instanceof BadPolicy) {
    return 'policy';
  }
  return fault instanceof Malformed ? 'malformed' : 'not-checked-here';
}

function sentenceOf(fault) {
  if (fault instanceof BadPolicy) {
    return `The trust policy can't be used: ${fault.message}.`;
  }
  if (fault instanceof NotCheckedHere) {
    return `Not checked here: ${fault.message}.`;
  }
  // Whatever else goes wrong, such as memory that is not there: nothing is claimed.
  return `The check could not be made: ${fault.message}.`;
}

function refusal(kind, code, sentence) {
  const report = new Report();
  report.find(false, code, sentence);
  return result(kind, [{ text: '', good: false, report }], sentence);
}

async function verifyAnswer(context, bytes) {
  let parts;
  try {
    parts = partsOf(await decodeAnswer(context.work, bytes));
  } catch (fault) {
    if (fault instanceof Malformed) {
      return refusal('answer', 'malformed', `This is no answer of a gateway, or a damaged one: ${fault.message}.`);
    }
    throw fault;
  }
  const checked = [];
  for (const part of parts) {
    checked.push({ text: part.text, ...(await judge((report) => checkPart(context, part, report))) });
  }
  return result('answer', checked, sentenceFor(checked, 'answer'));
}

async function verifyReceipt(context, bytes) {
  let proof;
  try {
    proof = await decodeProof(context.work, bytes);
  } catch (fault) {
    if (fault instanceof Malformed) {
      return verifyFork(context, bytes, fault);
    }
    throw fault;
  }
  const checked = [{ text: '', ...(await judge((report) => checkProof(context, proof, report))) }];
  return result('receipt', checked, sentenceFor(checked, 'receipt'));
}

/** What is no receipt may be the proof of a fork. */
async function verifyFork(context, bytes, asReceipt) {
  let fork;
  try {
    fork = await decodeFork(context.work, bytes);
  } catch (fault) {
    if (fault instanceof Malformed) {
      return refusal('receipt', 'malformed', `This is no receipt, or a damaged one: ${asReceipt.message}.`);
    }
    throw fault;
  }
  const { identity, earlier, later, path } = fork;
  if (!(await forkHolds(context.work, fork))) {
    return refusal('fork', 'malformed', `This claims that the log of node ${identity.nodeHex} forked, and proves nothing.`);
  }
  const trusted = await checkChain(context, identity);
  const whom = trusted.reason === undefined ? `The policy trusts its owner, ${identity.owner}.` : 'The policy does not trust this node anyway.';
  const what =
    path === undefined
      ? `signed two different logs of ${earlier.size} statements`
      : `signed a log of ${later.size} statements that does not begin with the log of ${earlier.size} statements which it signed as well`;
  return refusal('fork', 'forked', `Node ${identity.nodeHex} ${what}: nobody should believe it any more. ${whom}`);
}

/** What comes of one check: what was found, and whether all of it holds. */
async function judge(check) {
  const report = new Report();
  try {
    return { good: true, statement: await check(report), report };
  } catch (fault) {
    if (fault instanceof Rejected) {
      report.failed(fault.code, fault.step, fault.message);
    } else if (fault instanceof NotCheckedHere) {
      report.find(false, codeOf(fault), sentenceOf(fault));
    } else {
      throw fault;
    }
    return { good: false, report };
  }
}

function sentenceFor(checked, what) {
  const bad = checked.filter((part) => !part.good);
  if (bad.length > 0) {
    const [finding] = bad[0].report.findings.filter(({ good }) => good === false);
    const where = checked.length === 1 ? '' : `${bad.length} of ${checked.length} parts; ${bad[0].text}: `;
    return `Rejected: ${where}${finding.detail}`;
  }
  const [{ statement }] = checked;
  const many = checked.length === 1 ? '' : `, in ${checked.length} parts`;
  return `Accepted: this ${what} of the model ${statement.model}${many} is what a trusted node stated at ${timeText(statement.timeMillis)}.`;
}

function result(kind, checked, verdict) {
  const parts = checked.map(({ text, good, report }) => ({ rows: text, good, findings: report.findings, chain: report.chain() }));
  const shown = parts.find((part) => !part.good) ?? parts[0];
  const all = { good: parts.every((part) => part.good), verdict, kind, findings: shown.findings, chain: shown.chain };
  return parts.length === 1 ? all : { ...all, parts };
}
