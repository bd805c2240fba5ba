// Checks receipts with software that Signet's authors did not write. Reads JSON lines, answers each with one line:
// the root that the signature covers, or "refused: " and why.
//
//   {"key": {JWK}, "receipt": hex, "entry": hex}                     an inclusion receipt
//   {"key": {JWK}, "receipt": hex, "oldRoot": hex, "newRoot": hex}   a consistency receipt
const cose = require('@transmute/cose');
const { CoMETRE } = require('@transmute/rfc9162');
const readline = require('node:readline');

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
// Its decoder wants the bytes alone in their buffer.
const buffer = (hex) => bytes(hex).slice().buffer;

async function check(line) {
  const { key, receipt, entry, oldRoot, newRoot } = JSON.parse(line);
  const verifier = cose.detached.verifier({ resolver: { resolve: async () => key } });
  if (entry !== undefined) {
    const leaf = await CoMETRE.RFC9162_SHA256.leaf(bytes(entry));
    return Buffer.from(await cose.receipt.inclusion.verify({ entry: leaf, receipt: buffer(receipt), verifier }));
  }
  const holds = await cose.receipt.consistency.verify({
    oldRoot: buffer(oldRoot), newRoot: buffer(newRoot), receipt: buffer(receipt), verifier,
  });
  if (!holds) {
    throw new Error('not consistent');
  }
  return Buffer.from(newRoot, 'hex');
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      console.log((await check(line)).toString('hex'));
    } catch (e) {
      console.log(`refused: ${e.message}`);
    }
  }
})();
