// The checks of one proof, in the order of docs/protocol.md, section "Verifying": the first that fails rejects.

import { Malformed, sameBytes, timeText, toHex } from './bytes.js';
import { checkHardware } from './hardware.js';
import { checkChain } from './owner.js';
import { CLOCK_SKEW_MILLIS_MAX } from './policy.js';
import { Rejected } from './report.js';
import { decodeReceipt, decodeStatement, headSignedBy } from './statement.js';
import { tensorsDigest } from './tensor.js';
import { tensorText } from './show.js';
import { checkWitnesses } from './witness.js';

/**
 * Checks a proof with all that is in it.
 *
 * @param context the policy, the time and the work that may be done
 * @param report where what is found goes
 * @returns the statement
 * @throws Rejected if something does not hold
 */
export async function checkProof(context, proof, report) {
  const { statement, receipt } = await decodeBoth(context.work, proof);
  await checkIdentity(context, statement, receipt.head, proof.identity, report);
  await checkLog(context.work, receipt, proof.identity, report);
  showStatement(statement, report);
  await checkTensors(context.work, 'input', statement.input, proof.inputs, report);
  await checkTensors(context.work, 'output', statement.output, proof.outputs, report);
  await checkAssurance(context, statement, proof, report);
  checkTime(context, statement, receipt.head, report);
  checkModel(context.policy, statement, report);
  tellWhatNoProofShows(context, report);
  await checkWitnesses(context, proof.cosignatures, receipt.head, report);
  return statement;
}

async function decodeBoth(work, proof) {
  try {
    const statement = decodeStatement(proof.statement);
    return { statement, receipt: await decodeReceipt(work, proof.receipt, proof.statement) };
  } catch (fault) {
    if (fault instanceof Malformed) {
      throw new Rejected('malformed', 'statement', fault.message);
    }
    throw fault;
  }
}

async function checkIdentity(context, statement, head, identity, report) {
  if (!sameBytes(statement.node, identity.node) || !sameBytes(head.node, identity.node)) {
    throw new Rejected(
      'node-mismatch',
      'node-key',
      `The statement is of node ${toHex(statement.node)}, the log of ${toHex(head.node)}, the certificate of ${identity.nodeHex}.`,
    );
  }
  const chain = await checkChain(context, identity);
  if (chain.reason !== undefined) {
    throw new Rejected(chain.code, 'owner', chain.reason);
  }
  if (statement.timeMillis < chain.notBefore || statement.timeMillis > chain.notAfter) {
    throw new Rejected('expired-certificate', 'owner', notValidAt(identity, chain, statement.timeMillis));
  }
  report.proved('owner', `Node ${identity.nodeHex} has a certificate from its owner, ${identity.owner}, whom the policy trusts.`);
  report.step('node-key', true, { node: identity.nodeHex, 'key protection': identity.assurance });
  report.step('owner', true, { owner: identity.owner, 'valid from': timeText(chain.notBefore), 'valid to': timeText(chain.notAfter) });
}

function notValidAt(identity, chain, timeMillis) {
  const when = `${timeText(chain.notBefore)} to ${timeText(chain.notAfter)}, not at ${timeText(timeMillis)}`;
  const why = chain.revoked ? ': their owner has revoked them.' : '.';
  return `The certificates of node ${identity.nodeHex} are valid from ${when}${why}`;
}

async function checkLog(work, { head, proof }, identity, report) {
  if (!(await headSignedBy(work, head, identity.spki))) {
    throw new Rejected(
      'bad-head-signature',
      'head',
      "The node's key did not sign a log that holds this statement: the statement, the receipt or the certificate is not the original.",
    );
  }
  report.proved('log', `The statement is number ${proof.leafIndex} of the ${head.size} in the node's log, and the node's key signed that log.`);
  report.step('head', true, { root: toHex(head.root), statements: String(head.size), signed: timeText(head.timeMillis) });
  report.step('inclusion', true, { number: String(proof.leafIndex), hashes: String(proof.path.length) });
}

function showStatement(statement, report) {
  report.step('statement', true, {
    model: statement.model,
    package: toHex(statement.modelPackage),
    input: toHex(statement.input),
    output: toHex(statement.output),
    engine: statement.engine,
    device: statement.device,
    nonce: toHex(statement.nonce),
    requester: toHex(statement.requester),
    time: timeText(statement.timeMillis),
  });
}

async function checkTensors(work, what, stated, tensors, report) {
  if (tensors.size === 0) {
    report.open(what, `The ${what} is not here: the statement names it by its digest ${toHex(stated)} only.`);
    return;
  }
  const found = await tensorsDigest(work, tensors);
  if (!sameBytes(found, stated)) {
    const detail = `The ${what} has the digest ${toHex(found)}, the statement is about ${toHex(stated)}.`;
    throw new Rejected(`${what}-mismatch`, what === 'output' ? 'output' : 'statement', detail);
  }
  report.proved(what, `The statement is about exactly this ${what}.`);
  if (what === 'output') {
    showOutput(tensors, report);
  }
}

/** Shows the output that the statement is about. */
export function showOutput(tensors, report) {
  report.step('output', true, Object.fromEntries([...tensors].map(([name, tensor]) => [name, tensorText(tensor)])));
}

async function checkAssurance(context, statement, proof, report) {
  const { identity, evidence } = proof;
  if (statement.assurance !== identity.assurance) {
    throw new Rejected(
      'assurance-mismatch',
      'node-key',
      `The statement claims key protection: ${statement.assurance}, but the certificate says: ${identity.assurance}.`,
    );
  }
  await checkHardware(context, identity, evidence, report);
}

function checkTime({ policy, nowMillis }, statement, head, report) {
  const time = statement.timeMillis;
  const stated = `The statement is of ${timeText(time)}`;
  if (Math.max(time, head.timeMillis) - CLOCK_SKEW_MILLIS_MAX > nowMillis) {
    const detail = `${stated}, its log of ${timeText(head.timeMillis)}, but it is only ${timeText(nowMillis)}: check the clocks.`;
    throw new Rejected('from-the-future', 'statement', detail);
  }
  if (time - CLOCK_SKEW_MILLIS_MAX > head.timeMillis) {
    const detail = `${stated}, but the log that holds it was signed at ${timeText(head.timeMillis)} already.`;
    throw new Rejected('from-the-future', 'statement', detail);
  }
  if (policy.maxAgeMillis > 0 && nowMillis - time > policy.maxAgeMillis) {
    throw new Rejected('too-old', 'statement', `${stated}, older than the ${policy.maxAgeMillis / 1000} s that the policy allows.`);
  }
  report.open('time', `The time, ${timeText(time)}, is by the node's own clock.`);
}

function checkModel(policy, statement, report) {
  const modelPackage = toHex(statement.modelPackage);
  if (policy.models.size > 0 && !policy.models.has(modelPackage)) {
    const detail = `The model package ${modelPackage} (${statement.model}) is not among those that the policy lists.`;
    throw new Rejected('unknown-model', 'statement', detail);
  }
  report.proved('model', `The node states that it used the model ${statement.model}, package ${modelPackage}.`);
}

/** Said every time, so that nobody believes more than was proved. */
function tellWhatNoProofShows({ policy, nowMillis }, report) {
  report.open(
    'computation',
    "That the node really ran this model on this input is its own word: the proof shows who said so, and that it can't be taken back.",
  );
  report.open('quality', 'That the model is good, or its answer right, is not shown.');
  const overdue = policy.revocations.filter(({ nextMillis }) => nextMillis < nowMillis).map(({ nextMillis }) => timeText(nextMillis));
  const late = overdue.map((time) => ` One of them was to be renewed by ${time}: it does not know whom the owner revoked since.`);
  report.open('revocation', `No list of withdrawn certificates was consulted but those that the policy has: this check asks nobody.${late.join('')}`);
}
