// Whether a node's certificates lead to an owner whom the policy trusts, and from when to when.

import { Malformed } from './bytes.js';
import { validatePath } from './path.js';
import { revokedMillis } from './revocation.js';
import { ownerNameOf } from './x509.js';

/**
 * What can be said of the certificates whatever the time.
 *
 * @returns {Promise<{code?: string, reason?: string, notBefore?: number, notAfter?: number, revoked?: boolean}>} why they are
 *     not believed, or from when to when they are (that millisecond included)
 */
export function checkChain(context, identity) {
  return context.work.once(`chain ${identity.name}`, async () => {
    try {
      return await validateChain(context, identity);
    } catch (fault) {
      if (fault instanceof Malformed) {
        return untrusted(`the certificates of node ${identity.nodeHex} do not lead to a trusted owner: ${fault.message}`);
      }
      throw fault;
    }
  });
}

function untrusted(reason) {
  return { code: 'untrusted-owner', reason };
}

async function validateChain({ work, policy }, identity) {
  const { certificates } = identity;
  // At a time when all of them are valid: what is found then holds for every other such time.
  const from = Math.max(...certificates.map((certificate) => certificate.notBefore));
  const to = Math.min(...certificates.map((certificate) => certificate.notAfter));
  if (from > to) {
    return { code: 'expired-certificate', reason: "the node's certificates are never valid all at once" };
  }
  const { anchor, reason } = await validatePath(work, certificates, policy.owners, from);
  if (reason !== undefined) {
    return untrusted(`the certificates of node ${identity.nodeHex} do not lead to a trusted owner: ${reason}`);
  }
  if (ownerNameOf(anchor) !== identity.owner) {
    return untrusted(`the certificate of node ${identity.nodeHex} names another owner than its issuer's does`);
  }
  const end = Math.min(to, anchor.notAfter);
  const revoked = await revokedMillis(work, policy.revocations, certificates, anchor);
  return { notBefore: Math.max(from, anchor.notBefore), notAfter: Math.min(end, revoked - 1), revoked: revoked <= end };
}
