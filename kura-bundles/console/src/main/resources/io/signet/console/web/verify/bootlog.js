// The log of a measured boot in the crypto agile format (TCG PC Client Platform Firmware Profile, section 10).

import { SHA256_BYTES, sameBytes, utf8Bytes } from './bytes.js';
import { PCR_COUNT, TpmReader, extendPcr } from './tpm.js';
import { ZERO_DIGEST } from './work.js';

const BOOT_EVENTS_MAX = 4096;
const BOOT_ALGORITHMS_MAX = 16;
const BOOT_SHA256 = 0x000b;
const SHA1_BYTES = 20;
const NO_ACTION = 3;
const BOOT_SIGNATURE = utf8Bytes('Spec ID Event03\0');
const STARTUP_LOCALITY = utf8Bytes('StartupLocality\0');
const SPEC_BYTES_BEFORE_ALGORITHMS = 8;

/** Reads the events of a log; its digests by SHA-256 count. */
export function decodeBootLog(encoded) {
  const reader = new TpmReader(encoded, 'a boot log', true);
  const digestSizes = readBootHeader(reader);
  const events = [];
  while (reader.remaining() > 0) {
    if (events.length === BOOT_EVENTS_MAX) {
      throw reader.wrong(`it has more than ${BOOT_EVENTS_MAX} events`);
    }
    events.push(readBootEvent(reader, digestSizes));
  }
  return events;
}

/** The first event (sections 10.2.1 and 10.2.1.1): which digests each other event has, and their sizes. */
function readBootHeader(reader) {
  reader.skip(4);
  if (reader.u32() !== NO_ACTION) {
    throw reader.wrong('it does not begin with the event that names its format');
  }
  reader.skip(SHA1_BYTES);
  const size = reader.u32();
  const start = reader.at;
  if (!sameBytes(reader.bytes(BOOT_SIGNATURE.length), BOOT_SIGNATURE)) {
    throw reader.wrong('it is not in the crypto agile format');
  }
  reader.skip(SPEC_BYTES_BEFORE_ALGORITHMS);
  const count = reader.u32();
  if (count > BOOT_ALGORITHMS_MAX) {
    throw reader.wrong(`it has digests by more than ${BOOT_ALGORITHMS_MAX} algorithms`);
  }
  const sizes = new Map();
  for (let i = 0; i < count; i++) {
    const algorithm = reader.u16();
    sizes.set(algorithm, reader.u16());
  }
  reader.skip(reader.u8());
  if (reader.at - start !== size) {
    throw reader.wrong('its first event has not the size that it says');
  }
  if (sizes.get(BOOT_SHA256) !== SHA256_BYTES) {
    throw reader.wrong('it has no digests by SHA-256');
  }
  return sizes;
}

function readBootEvent(reader, digestSizes) {
  const pcr = reader.u32();
  const type = reader.u32();
  const count = reader.u32();
  if (count > BOOT_ALGORITHMS_MAX) {
    throw reader.wrong(`an event has more than ${BOOT_ALGORITHMS_MAX} digests`);
  }
  let sha256;
  for (let i = 0; i < count; i++) {
    const algorithm = reader.u16();
    if (!digestSizes.has(algorithm)) {
      throw reader.wrong('an event has a digest that the first event does not announce');
    }
    const digest = reader.bytes(digestSizes.get(algorithm));
    sha256 = algorithm === BOOT_SHA256 ? digest : sha256;
  }
  const data = reader.bytes(reader.u32());
  if (sha256 === undefined) {
    throw reader.wrong('an event has no digest by SHA-256');
  }
  const extended = type !== NO_ACTION;
  if (extended && pcr >= PCR_COUNT) {
    throw reader.wrong('an event extends a register that is not there');
  }
  return { pcr, extended, sha256, data };
}

/** What each register that was extended held when the boot was over, the lowest first. */
export async function replayBoot(work, events) {
  const values = new Map();
  for (const event of events) {
    if (event.extended) {
      values.set(event.pcr, await extendPcr(work, values.get(event.pcr) ?? ZERO_DIGEST, event.sha256));
    } else if (tellsLocality(event) && !values.has(0)) {
      const started = new Uint8Array(SHA256_BYTES);
      started[SHA256_BYTES - 1] = event.data[STARTUP_LOCALITY.length];
      values.set(0, started);
    }
  }
  return new Map([...values].sort(([a], [b]) => a - b));
}

function tellsLocality(event) {
  const { data } = event;
  return data.length === STARTUP_LOCALITY.length + 1 && sameBytes(data.subarray(0, STARTUP_LOCALITY.length), STARTUP_LOCALITY);
}
