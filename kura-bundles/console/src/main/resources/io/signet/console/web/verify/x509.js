// Certificates (RFC 5280 section 4) and who signed them, as strictly as io.signet.statement reads them, or more so.

import { Malformed, NotCheckedHere, sameBytes, toHex, unsignedOf, utf8Text } from './bytes.js';
import { EDDSA, coseAlgorithmOf } from './cose.js';
import {
  DER_BIT_STRING,
  DER_BOOLEAN,
  DER_INTEGER,
  DER_NULL,
  DER_OCTET_STRING,
  DER_OID,
  DER_PRINTABLE_STRING,
  DER_SEQUENCE,
  DER_SET,
  DER_UTF8_STRING,
  DerReader,
  oidText,
  readTime,
  requireInteger,
  wholeBits,
} from './der.js';

export const CERTIFICATE_BYTES_MAX = 4096;
export const OID_KEY_USAGE = '2.5.29.15';
export const OID_ALTERNATIVE_NAME = '2.5.29.17';
export const OID_BASIC_CONSTRAINTS = '2.5.29.19';
export const OID_NAME_CONSTRAINTS = '2.5.29.30';
export const OID_POLICIES = '2.5.29.32';
export const OID_POLICY_MAPPINGS = '2.5.29.33';
export const OID_POLICY_CONSTRAINTS = '2.5.29.36';
export const OID_EXTENDED_KEY_USAGE = '2.5.29.37';
export const OID_INHIBIT_ANY_POLICY = '2.5.29.54';
const OID_SUBJECT_KEY_ID = '2.5.29.14';
const OID_AUTHORITY_KEY_ID = '2.5.29.35';
const OID_COMMON_NAME = '2.5.4.3';
const OID_ORGANISATION = '2.5.4.10';
const EXPLICIT_VERSION = 0xa0;
const ISSUER_UNIQUE_ID = 0x81;
const SUBJECT_UNIQUE_ID = 0x82;
const EXPLICIT_EXTENSIONS = 0xa3;
const VERSION_3 = 2;
const EXTENSIONS_MAX = 64;
const LENIENT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const NO_NAME = Uint8Array.of(0x30, 0);
/** What the contents of extensions begin with that are not looked into but must be well-formed if they are critical. */
const CRITICAL_TAGS = new Map([
  ...['17', '18', '28', '30', '31', '32', '33', '36', '46'].map((arc) => [`2.5.29.${arc}`, 0x30]),
  ...['20', '27', '54'].map((arc) => [`2.5.29.${arc}`, 0x02]),
]);
/** The keywords of RFC 2253: values of other attributes are compared to the byte. */
const NAMED_ATTRIBUTES = new Map([
  ['2.5.4.3', 'cn'],
  ['2.5.4.6', 'c'],
  ['2.5.4.7', 'l'],
  ['2.5.4.8', 'st'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'o'],
  ['2.5.4.11', 'ou'],
  ['0.9.2342.19200300.100.1.25', 'dc'],
  ['0.9.2342.19200300.100.1.1', 'uid'],
]);

/** Reads one certificate in DER. */
export function decodeCertificate(encoded, bytesMax = CERTIFICATE_BYTES_MAX) {
  if (encoded.length > bytesMax) {
    throw new Malformed(`a certificate has at most ${bytesMax} bytes, not ${encoded.length}`);
  }
  const { signed, algorithm, signature } = decodeSigned(encoded, 'a certificate');
  const certificate = { encoded, signed, signature, ...decodeToBeSigned(signed, algorithm) };
  decodeKnownExtensions(certificate);
  return certificate;
}

/** What certificates and lists of revocations have in common: what is signed, by which algorithm, the signature. */
export function decodeSigned(encoded, what) {
  const outer = new DerReader(encoded);
  const parts = new DerReader(outer.read(DER_SEQUENCE));
  const signed = parts.readWhole(DER_SEQUENCE);
  const algorithm = parts.readWhole(DER_SEQUENCE);
  const signature = wholeBits(parts.read(DER_BIT_STRING), `the signature of ${what}`);
  outer.expectEnd(what);
  parts.expectEnd(`the signature of ${what}`);
  return { signed, algorithm, signature };
}

function decodeToBeSigned(signed, outerAlgorithm) {
  const reader = new DerReader(new DerReader(signed).read(DER_SEQUENCE));
  const version = readVersion(reader);
  const serial = requireInteger(reader.read(DER_INTEGER));
  const algorithm = reader.readWhole(DER_SEQUENCE);
  if (!sameBytes(algorithm, outerAlgorithm)) {
    throw new Malformed('a certificate names two algorithms for one signature');
  }
  const issuer = canonicalName(reader.readWhole(DER_SEQUENCE));
  const validity = new DerReader(reader.read(DER_SEQUENCE));
  const notBefore = readTime(validity);
  const notAfter = readTime(validity);
  validity.expectEnd("a certificate's validity");
  const subjectName = reader.readWhole(DER_SEQUENCE);
  const spki = reader.readWhole(DER_SEQUENCE);
  reader.readIf(ISSUER_UNIQUE_ID);
  reader.readIf(SUBJECT_UNIQUE_ID);
  const extensions = readExtensions(reader, version);
  reader.expectEnd("a certificate's contents");
  if (issuer === canonicalName(NO_NAME)) {
    throw new Malformed('a certificate does not say who issued it');
  }
  const subject = canonicalName(subjectName);
  return { version, serial, algorithm, issuer, subject, subjectName, notBefore, notAfter, spki, extensions };
}

function readVersion(reader) {
  const explicit = reader.readIf(EXPLICIT_VERSION);
  if (explicit === undefined) {
    return 0;
  }
  const version = new DerReader(explicit);
  const number = requireInteger(version.read(DER_INTEGER));
  version.expectEnd("a certificate's version");
  if (number.length !== 1 || number[0] > VERSION_3) {
    throw new Malformed('a certificate is of an unknown version');
  }
  return number[0];
}

function readExtensions(reader, version) {
  const extensions = new Map();
  const explicit = reader.readIf(EXPLICIT_EXTENSIONS);
  if (explicit === undefined) {
    return extensions;
  }
  if (version !== VERSION_3) {
    throw new Malformed('a certificate has extensions that its version does not have');
  }
  const wrapper = new DerReader(explicit);
  const list = new DerReader(wrapper.read(DER_SEQUENCE));
  wrapper.expectEnd("a certificate's extensions");
  readExtensionList(list, extensions);
  return extensions;
}

/** Reads extensions up to the end of {@code list}. */
export function readExtensionList(list, extensions) {
  while (list.hasMore()) {
    const extension = new DerReader(list.read(DER_SEQUENCE));
    const oid = oidText(extension.read(DER_OID));
    const critical = extension.readIf(DER_BOOLEAN);
    if (critical !== undefined && critical.length !== 1) {
      throw new Malformed('an extension is neither critical nor not');
    }
    const value = extension.read(DER_OCTET_STRING);
    extension.expectEnd('an extension');
    if (extensions.has(oid) || extensions.size === EXTENSIONS_MAX) {
      throw new Malformed('an extension is there twice, or there are too many');
    }
    const isCritical = critical !== undefined && critical[0] !== 0;
    if (isCritical && CRITICAL_TAGS.has(oid) && value[0] !== CRITICAL_TAGS.get(oid)) {
      throw new Malformed(`the critical extension ${oid} is not in its form`);
    }
    extensions.set(oid, { critical: isCritical, value });
  }
}

function decodeKnownExtensions(certificate) {
  const read = (oid, decode) => {
    const extension = certificate.extensions.get(oid);
    return extension === undefined ? undefined : decode(new DerReader(extension.value));
  };
  // As Java has it: -1 for who is no authority, else how many authorities may follow.
  certificate.pathLength = read(OID_BASIC_CONSTRAINTS, decodeBasicConstraints) ?? -1;
  certificate.keyUsage = read(OID_KEY_USAGE, (reader) => decodeBits(reader.read(DER_BIT_STRING)));
  certificate.extendedKeyUsage = read(OID_EXTENDED_KEY_USAGE, decodeOids);
  certificate.subjectKeyId = read(OID_SUBJECT_KEY_ID, (reader) => reader.read(DER_OCTET_STRING));
  certificate.authorityKeyId = read(OID_AUTHORITY_KEY_ID, decodeAuthorityKeyId);
}

function decodeBasicConstraints(reader) {
  const fields = new DerReader(reader.read(DER_SEQUENCE));
  const authority = fields.readIf(DER_BOOLEAN);
  const length = fields.readIf(DER_INTEGER);
  fields.expectEnd('basic constraints');
  if (authority === undefined || authority.length !== 1 || authority[0] === 0) {
    return -1;
  }
  const longest = length === undefined ? Number.MAX_SAFE_INTEGER : Number(unsignedOf(requireInteger(length)));
  if (length !== undefined && (length[0] >= 0x80 || longest > 0x7fffffff)) {
    throw new Malformed('basic constraints allow a path of an impossible length');
  }
  return longest;
}

function decodeBits(contents) {
  const unused = contents[0];
  if (contents.length === 0 || unused > 7 || (contents.length === 1 && unused > 0)) {
    throw new Malformed('a string of bits has an impossible number of them');
  }
  const count = 8 * (contents.length - 1) - unused;
  return Array.from({ length: count }, (_, i) => ((contents[1 + (i >> 3)] >> (7 - (i & 7))) & 1) === 1);
}

function decodeOids(reader) {
  const list = new DerReader(reader.read(DER_SEQUENCE));
  const oids = [];
  while (list.hasMore()) {
    oids.push(oidText(list.read(DER_OID)));
  }
  return oids;
}

function decodeAuthorityKeyId(reader) {
  const fields = new DerReader(reader.read(DER_SEQUENCE));
  const keyId = fields.readIf(0x80);
  fields.readIf(0xa1);
  return { keyId, serial: fields.readIf(0x82) };
}

/** The one value of the attribute in a name; {@code what} says which that is. */
function readAttribute(name, oid, what) {
  let found;
  const sets = new DerReader(new DerReader(name).read(DER_SEQUENCE));
  while (sets.hasMore()) {
    const set = new DerReader(sets.read(DER_SET));
    while (set.hasMore()) {
      const attribute = new DerReader(set.read(DER_SEQUENCE));
      if (oidText(attribute.read(DER_OID)) !== oid) {
        continue;
      }
      if (found !== undefined) {
        throw new Malformed(`a certificate has its ${what} twice`);
      }
      const printable = attribute.peekTag() === DER_PRINTABLE_STRING;
      found = utf8Text(attribute.read(printable ? DER_PRINTABLE_STRING : DER_UTF8_STRING), 'a text in a certificate');
    }
  }
  if (found === undefined) {
    throw new Malformed(`a certificate has no ${what}`);
  }
  // Whatever controls, formats or means nothing could make a screen show something else.
  if (found.length > 64 || /^[\s\p{Z}]*$/u.test(found) || /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u.test(found)) {
    throw new Malformed(`the ${what} of a certificate is not 1 to 64 visible characters`);
  }
  return found;
}

export function commonNameOf(certificate) {
  return readAttribute(certificate.subjectName, OID_COMMON_NAME, 'common name');
}

/** The owner's name, in a node's certificate or the owner's own. */
export function ownerNameOf(certificate) {
  return readAttribute(certificate.subjectName, OID_ORGANISATION, 'organisation');
}

/** A name (RFC 5280 section 4.1.2.4) in a form that two equal names share: RFC 2253, case and spaces folded. */
export function canonicalName(name) {
  const rdns = [];
  const sets = new DerReader(new DerReader(name).read(DER_SEQUENCE));
  while (sets.hasMore()) {
    const set = new DerReader(sets.read(DER_SET));
    const attributes = [];
    while (set.hasMore()) {
      const attribute = new DerReader(set.read(DER_SEQUENCE));
      attributes.push(canonicalAttribute(attribute));
      attribute.expectEnd('an attribute of a name');
    }
    rdns.push(attributes.sort().join('+'));
  }
  return JSON.stringify(rdns);
}

function canonicalAttribute(attribute) {
  const oid = oidText(attribute.read(DER_OID));
  const tag = attribute.peekTag();
  const whole = attribute.readWhole();
  if (!NAMED_ATTRIBUTES.has(oid) || (tag !== DER_PRINTABLE_STRING && tag !== DER_UTF8_STRING)) {
    return `${oid}=#${toHex(whole)}`;
  }
  const text = LENIENT_UTF8.decode(new DerReader(whole).read(tag));
  return `${NAMED_ATTRIBUTES.get(oid)}=${text.trim().replace(/ +/g, ' ').normalize('NFKD').toUpperCase().toLowerCase()}`;
}

/** The texts in a name, for people. */
export function nameText(name) {
  const texts = [];
  const sets = new DerReader(new DerReader(name).read(DER_SEQUENCE));
  while (sets.hasMore()) {
    const set = new DerReader(sets.read(DER_SET));
    while (set.hasMore()) {
      const attribute = new DerReader(set.read(DER_SEQUENCE));
      attribute.read(DER_OID);
      texts.push(LENIENT_UTF8.decode(attribute.read(attribute.peekTag())));
    }
  }
  return texts.join(', ').replace(/[\p{Cc}\p{Cf}]/gu, '?');
}

export function isSelfIssued(certificate) {
  return certificate.subject === certificate.issuer;
}

const HASHES = new Map([
  ['1.3.14.3.2.26', 'SHA-1'],
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);
const ECDSA_HASHES = new Map([
  ['1.2.840.10045.4.1', 'SHA-1'],
  ['1.2.840.10045.4.3.2', 'SHA-256'],
  ['1.2.840.10045.4.3.3', 'SHA-384'],
  ['1.2.840.10045.4.3.4', 'SHA-512'],
]);
const RSA_HASHES = new Map([
  ['1.2.840.113549.1.1.5', 'SHA-1'],
  ['1.2.840.113549.1.1.11', 'SHA-256'],
  ['1.2.840.113549.1.1.12', 'SHA-384'],
  ['1.2.840.113549.1.1.13', 'SHA-512'],
]);
const CURVES = new Map([
  ['1.2.840.10045.3.1.7', { name: 'P-256', bytes: 32 }],
  ['1.3.132.0.34', { name: 'P-384', bytes: 48 }],
  ['1.3.132.0.35', { name: 'P-521', bytes: 66 }],
]);
const OID_EC_KEY = '1.2.840.10045.2.1';
const OID_RSA_KEY = '1.2.840.113549.1.1.1';
const OID_RSA_PSS = '1.2.840.113549.1.1.10';
const OID_MGF1 = '1.2.840.113549.1.1.8';
const OID_ED25519 = '1.3.101.112';
const RSA_BITS_MIN = 1024;

/** What kind of public key it is: EC with its curve, RSA with its numbers, or Ed25519. */
export function decodePublicKey(spki) {
  const parts = new DerReader(new DerReader(spki).read(DER_SEQUENCE));
  const algorithm = new DerReader(parts.read(DER_SEQUENCE));
  const bits = wholeBits(parts.read(DER_BIT_STRING), 'a public key');
  parts.expectEnd('a public key');
  const oid = oidText(algorithm.read(DER_OID));
  if (oid === OID_EC_KEY) {
    const curve = CURVES.get(oidText(algorithm.read(DER_OID)));
    if (curve === undefined) {
      throw new NotCheckedHere('a certificate is signed by a key on a curve that browsers do not have');
    }
    return { kind: 'EC', curve, point: bits };
  }
  if (oid === OID_RSA_KEY) {
    const numbers = new DerReader(new DerReader(bits).read(DER_SEQUENCE));
    return { kind: 'RSA', modulus: unsignedOf(numbers.read(DER_INTEGER)), exponent: unsignedOf(numbers.read(DER_INTEGER)) };
  }
  if (oid === OID_ED25519) {
    return { kind: 'Ed25519', point: bits };
  }
  throw new NotCheckedHere('a certificate is signed by a key of a kind that browsers do not have');
}

/** Whether the holder of the key of {@code spki} signed what was decoded, by the algorithm that it names. */
export async function signedBy(work, signed, spki) {
  const algorithm = new DerReader(new DerReader(signed.algorithm).read(DER_SEQUENCE));
  const oid = oidText(algorithm.read(DER_OID));
  const key = decodePublicKey(spki);
  if (key.kind === 'RSA' && key.modulus.toString(2).length < RSA_BITS_MIN) {
    return false;
  }
  if (ECDSA_HASHES.has(oid) && key.kind === 'EC') {
    return ecdsaSigned(work, signed, spki, key, ECDSA_HASHES.get(oid));
  }
  if (RSA_HASHES.has(oid) && key.kind === 'RSA') {
    const imported = await work.importKey('spki', spki, { name: 'RSASSA-PKCS1-v1_5', hash: RSA_HASHES.get(oid) });
    return work.verifies(imported, { name: 'RSASSA-PKCS1-v1_5' }, signed.signature, signed.signed);
  }
  if (oid === OID_RSA_PSS && key.kind === 'RSA') {
    return pssSigned(work, signed, spki, algorithm);
  }
  if (oid === OID_ED25519 && coseAlgorithmOf(spki) === EDDSA) {
    const imported = await work.importKey('raw', key.point, { name: 'Ed25519' });
    return work.verifies(imported, { name: 'Ed25519' }, signed.signature, signed.signed);
  }
  if (ECDSA_HASHES.has(oid) || RSA_HASHES.has(oid) || oid === OID_RSA_PSS || oid === OID_ED25519) {
    return false; // by an algorithm for another kind of key
  }
  throw new NotCheckedHere('a certificate is signed by an algorithm that browsers do not have');
}

async function ecdsaSigned(work, signed, spki, key, hash) {
  let raw;
  try {
    raw = rawEcdsa(signed.signature, key.curve.bytes);
  } catch (fault) {
    if (fault instanceof Malformed) {
      return false;
    }
    throw fault;
  }
  const imported = await work.importKey('spki', spki, { name: 'ECDSA', namedCurve: key.curve.name });
  return work.verifies(imported, { name: 'ECDSA', hash }, raw, signed.signed);
}

/** The signature SEQUENCE { r INTEGER, s INTEGER } as r and s in a row, as browsers want it. */
function rawEcdsa(der, size) {
  const outer = new DerReader(der);
  const numbers = new DerReader(outer.read(DER_SEQUENCE));
  const raw = new Uint8Array(2 * size);
  for (const end of [size, 2 * size]) {
    const number = requireInteger(numbers.read(DER_INTEGER));
    const digits = number[0] === 0 ? number.subarray(1) : number;
    if (digits.length > size) {
      throw new Malformed('a number in a signature is too large');
    }
    raw.set(digits, end - digits.length);
  }
  numbers.expectEnd('a signature');
  outer.expectEnd('a signature');
  return raw;
}

/** RSASSA-PSS (RFC 4055 section 3.1); its defaults are those of another age. */
async function pssSigned(work, signed, spki, algorithm) {
  const fields = new DerReader(algorithm.read(DER_SEQUENCE));
  const explicit = (tag, decode, otherwise) => {
    const contents = fields.readIf(tag);
    return contents === undefined ? otherwise : decode(new DerReader(contents));
  };
  const hash = explicit(0xa0, readHash, 'SHA-1');
  const mask = explicit(0xa1, readMaskHash, 'SHA-1');
  const saltLength = explicit(0xa2, (reader) => Number(unsignedOf(reader.read(DER_INTEGER))), 20);
  const trailer = explicit(0xa3, (reader) => Number(unsignedOf(reader.read(DER_INTEGER))), 1);
  fields.expectEnd('the parameters of a signature');
  if (hash !== mask) {
    throw new NotCheckedHere('a certificate is signed by RSASSA-PSS with two digests, which browsers do not have');
  }
  const imported = await work.importKey('spki', spki, { name: 'RSA-PSS', hash });
  return trailer === 1 && (await work.verifies(imported, { name: 'RSA-PSS', saltLength }, signed.signature, signed.signed));
}

function readHash(reader) {
  const fields = new DerReader(reader.read(DER_SEQUENCE));
  const hash = HASHES.get(oidText(fields.read(DER_OID)));
  fields.readIf(DER_NULL);
  if (hash === undefined) {
    throw new NotCheckedHere('a certificate is signed over a digest that browsers do not have');
  }
  return hash;
}

function readMaskHash(reader) {
  const fields = new DerReader(reader.read(DER_SEQUENCE));
  if (oidText(fields.read(DER_OID)) !== OID_MGF1) {
    throw new NotCheckedHere('a certificate is signed by RSASSA-PSS with a mask that browsers do not have');
  }
  return readHash(fields);
}
