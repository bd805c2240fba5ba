// What asks the browser's own cryptography, within bounds; what was found good once is not asked for again.

import { NotCheckedHere, SHA256_BYTES, joinBytes, toHex } from './bytes.js';

/** So many digests and signatures one file may cost: some seconds. A long answer of many nodes takes a tenth of it. */
const DIGESTS_MAX = 400000;
const SIGNATURES_MAX = 40000;
const KEYS_MAX = 20000;

/** The cryptography for one verification. Its memory ends with it. */
export class Work {
  /** @param subtle the browser's SubtleCrypto */
  constructor(subtle) {
    if (!subtle) {
      throw new NotCheckedHere('this browser gives pages no cryptography here: open the page by https or from a file');
    }
    this.subtle = subtle;
    this.digests = 0;
    this.signatures = 0;
    this.keys = new Map();
    this.found = new Map();
  }

  /** SHA-256 of all parts in a row. */
  async sha256(...parts) {
    if (++this.digests > DIGESTS_MAX) {
      throw new NotCheckedHere(`it would take more than ${DIGESTS_MAX} digests: check it with the command signet verify`);
    }
    return new Uint8Array(await this.subtle.digest('SHA-256', parts.length === 1 ? parts[0] : joinBytes(...parts)));
  }

  /** The key that the browser makes of these parts; undefined if they are none. */
  async importKey(format, data, algorithm) {
    const name = `${format}:${JSON.stringify(algorithm)}:${data instanceof Uint8Array ? toHex(data) : JSON.stringify(data)}`;
    if (!this.keys.has(name)) {
      if (this.keys.size >= KEYS_MAX) {
        throw new NotCheckedHere(`it has more than ${KEYS_MAX} keys: check it with the command signet verify`);
      }
      this.keys.set(name, await this.ask(() => this.subtle.importKey(format, data, algorithm, false, ['verify'])));
    }
    return this.keys.get(name);
  }

  /** Whether the holder of the key made the signature; false if there is no key. */
  async verifies(key, algorithm, signature, message) {
    if (++this.signatures > SIGNATURES_MAX) {
      throw new NotCheckedHere(`it has more than ${SIGNATURES_MAX} signatures: check it with the command signet verify`);
    }
    return key !== undefined && (await this.ask(() => this.subtle.verify(algorithm, key, signature, message))) === true;
  }

  /** What the browser answers; undefined if it finds fault with what it was given. */
  async ask(question) {
    try {
      return await question();
    } catch (fault) {
      if (fault.name === 'NotSupportedError') {
        throw new NotCheckedHere('this browser lacks an algorithm that is needed: take a newer one, or the command signet verify');
      }
      return undefined;
    }
  }

  /** What {@code find} finds for that name, which is found once only. */
  async once(name, find) {
    if (!this.found.has(name)) {
      this.found.set(name, await find());
    }
    return this.found.get(name);
  }

  /** A short name for bytes of any size, which the same bytes cut into other parts do not have. */
  async nameOf(kind, ...parts) {
    const lengths = parts.map(({ length }) => length).join();
    return `${kind} ${lengths} ${toHex(await this.sha256(...parts))}`;
  }
}

export const ZERO_DIGEST = new Uint8Array(SHA256_BYTES);
