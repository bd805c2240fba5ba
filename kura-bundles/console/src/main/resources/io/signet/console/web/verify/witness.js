// Which cosignatures of a log's head count: those that hold, of witnesses whom the policy trusts as it does nodes.

import { sameBytes, timeText } from './bytes.js';
import { checkChain } from './owner.js';
import { CLOCK_SKEW_MILLIS_MAX } from './policy.js';
import { cosignatureSigned, covers } from './proof.js';
import { Rejected } from './report.js';
import { isLess } from './statement.js';

/** Checks all cosignatures; one that is wrong rejects, one of somebody whom this policy does not trust is left aside. */
export async function checkWitnesses(context, cosignatures, head, report) {
  const counting = [];
  const seen = new Set();
  for (const cosignature of cosignatures) {
    const { nodeHex } = cosignature.witness;
    const wrong = seen.has(nodeHex) ? 'there is another one by the same witness' : await wrongness(context, cosignature, head);
    seen.add(nodeHex);
    if (wrong !== undefined) {
      throw new Rejected('bad-cosignature', 'witnesses', `The cosignature of witness ${nodeHex} is wrong: ${wrong}.`);
    }
    const ignored = await reasonToIgnore(context, cosignature);
    if (ignored === undefined) {
      counting.push(cosignature.witness);
    } else {
      report.open('witness', `Witness ${nodeHex} does not count: ${ignored}.`);
    }
  }
  const demanded = context.policy.witnesses;
  if (counting.length < demanded) {
    throw new Rejected('too-few-witnesses', 'witnesses', tooFew(demanded, counting.length));
  }
  tell(counting, report);
}

function tell(counting, report) {
  if (counting.length === 0) {
    report.open('one-log', 'That the node shows the same log to everyone is not shown: no witness signed it.');
    return;
  }
  const names = counting.map((witness) => `${witness.nodeHex} of ${witness.owner}`).join(', ');
  const who = counting.length === 1 ? '1 witness signed' : `${counting.length} witnesses signed`;
  report.proved('one-log', `${who} that this log extends whatever they saw of it before: ${names}.`);
  report.step('witnesses', true, { witnesses: names });
}

function tooFew(demanded, counting) {
  const wanted = demanded === 1 ? '1 witness' : `${demanded} witnesses`;
  const found = counting === 1 ? '1 counts' : `${counting} count`;
  return `The policy demands ${wanted} of the node's log, but ${found}: the node may have been cut off from its witnesses, or it hides the log from them.`;
}

async function wrongness({ work, nowMillis }, cosignature, head) {
  const { witness, timeMillis } = cosignature;
  if (!covers(cosignature, head)) {
    return 'it is about another log';
  }
  if (sameBytes(witness.node, head.node)) {
    return 'a node is no witness of its own log';
  }
  if (!(await cosignatureSigned(work, cosignature))) {
    return 'the witness did not sign it, or with a session key that was not good at that time';
  }
  if (timeMillis - CLOCK_SKEW_MILLIS_MAX > nowMillis || timeMillis + CLOCK_SKEW_MILLIS_MAX < head.timeMillis) {
    return `it is of ${timeText(timeMillis)}, the log of ${timeText(head.timeMillis)}, and now it is ${timeText(nowMillis)}`;
  }
  return undefined;
}

async function reasonToIgnore(context, { witness, timeMillis }) {
  const chain = await checkChain(context, witness);
  if (chain.reason !== undefined) {
    return 'its certificates do not lead to an owner whom the policy trusts';
  }
  if (timeMillis < chain.notBefore || timeMillis > chain.notAfter) {
    return 'its certificates were not valid at the time of its signature';
  }
  if (isLess(witness.assurance, context.policy.minimalAssurance)) {
    return `its key protection is ${witness.assurance}, the policy demands: ${context.policy.minimalAssurance} or better`;
  }
  return undefined;
}
