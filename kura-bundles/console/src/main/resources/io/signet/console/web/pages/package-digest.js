/** The digest of a model package: SHA-256 of its manifest's encoding, which is the second item of the file. */
import { t } from '../lib/words.js';

const MAGIC = 'signet/model-package/1';
const MANIFEST_BYTES_MAX = 1048576;
const TEXT_OF_22_BYTES = 0x76;
const ARRAY_OF_4 = 0x84;

/** Length and start of a CBOR byte string at `at`. */
function byteString(view, at) {
  const first = view.getUint8(at);
  if (first >= 0x40 && first < 0x58) {
    return { length: first - 0x40, start: at + 1 };
  }
  switch (first) {
    case 0x58: return { length: view.getUint8(at + 1), start: at + 2 };
    case 0x59: return { length: view.getUint16(at + 1), start: at + 3 };
    case 0x5a: return { length: view.getUint32(at + 1), start: at + 5 };
    default: throw new Error(t('model.push.no-package'));
  }
}

/** The digest of `file` in 64 hex digits; an error in words if it is no package. */
export async function packageDigest(file) {
  const start = await file.slice(0, MANIFEST_BYTES_MAX + 64).arrayBuffer();
  const view = new DataView(start);
  const magicEnd = 2 + MAGIC.length;
  if (start.byteLength < magicEnd + 6 || view.getUint8(0) !== ARRAY_OF_4 || view.getUint8(1) !== TEXT_OF_22_BYTES
    || new TextDecoder().decode(start.slice(2, magicEnd)) !== MAGIC) {
    throw new Error(t('model.push.no-package'));
  }
  const manifest = byteString(view, magicEnd);
  if (manifest.length > MANIFEST_BYTES_MAX || manifest.start + manifest.length > start.byteLength) {
    throw new Error(t('model.push.no-package'));
  }
  const digest = await crypto.subtle.digest('SHA-256', start.slice(manifest.start, manifest.start + manifest.length));
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
