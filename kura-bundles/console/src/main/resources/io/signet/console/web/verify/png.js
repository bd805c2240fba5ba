// Pixels of PNG files (PNG Specification, Third Edition) with 8 bits a channel, exactly as they are in the file: no profile, no gamma.

import { Malformed, NotCheckedHere, sameBytes } from './bytes.js';

const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const PNG_FRAME_BYTES = 12;
const PNG_SIDE_MAX = 16384;
const PNG_BYTES_MAX = 256 * 1024 * 1024;
const PNG_BITS = 8;
const WHITE = 255;
const PALETTE = 3;
/** How many bytes a pixel has, by the kind of its colours. */
const PNG_CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [PALETTE, 1],
  [4, 2],
  [6, 4],
]);
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let i = 0; i < 8; i++) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/** Levels of a picture: one a pixel if it is grey and opaque, else red, green and blue, with white behind what is transparent. */
export async function decodePng(file) {
  if (!sameBytes(file.subarray(0, PNG_SIGNATURE.length), PNG_SIGNATURE)) {
    throw new NotCheckedHere('only PNG files have exact pixels: this is none');
  }
  const chunks = readPngChunks(file);
  const header = readPngHeader(chunks);
  const lines = await inflate(chunks.data, header.height * (1 + header.width * header.channels));
  return toLevels(header, unfilter(lines, header), chunks);
}

function readPngChunks(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const found = { data: [] };
  for (let at = PNG_SIGNATURE.length; ; ) {
    const length = at + PNG_FRAME_BYTES <= file.length ? view.getUint32(at) : Infinity;
    if (length > file.length - at - PNG_FRAME_BYTES) {
      throw new Malformed('the picture is truncated', at);
    }
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const contents = file.subarray(at + 8, at + 8 + length);
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) {
      throw new Malformed('the picture is corrupt: a wrong checksum', at);
    }
    if (type === 'IDAT') {
      found.data.push(contents);
    } else if (['IHDR', 'PLTE', 'tRNS', 'acTL'].includes(type)) {
      found[type] = contents;
    } else if (type === 'IEND') {
      return found;
    }
    at += PNG_FRAME_BYTES + length;
  }
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function readPngHeader(chunks) {
  const header = chunks.IHDR;
  if (header?.length !== 13) {
    throw new Malformed('the picture has no header');
  }
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits, colours, compression, filter, interlaced] = header.subarray(8);
  const channels = PNG_CHANNELS.get(colours);
  const odd = bits !== PNG_BITS || channels === undefined || compression !== 0 || filter !== 0 || interlaced !== 0;
  if (odd || chunks.acTL !== undefined || chunks.tRNS !== undefined) {
    throw new NotCheckedHere('a picture is checked if it has 8 bits a channel, and is neither interlaced nor an animation nor transparent by one colour');
  }
  if (width < 1 || height < 1 || width > PNG_SIDE_MAX || height > PNG_SIDE_MAX || width * height * 4 > PNG_BYTES_MAX) {
    throw new NotCheckedHere(`a picture of ${width} x ${height} pixels is too large to be checked`);
  }
  return { width, height, colours, channels };
}

/** The contents of a zlib stream that must have that many bytes. */
async function inflate(parts, size) {
  const inflated = new Uint8Array(size);
  let at = 0;
  try {
    const reader = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    for (let read = await reader.read(); !read.done && at + read.value.length <= size; read = await reader.read()) {
      inflated.set(read.value, at);
      at += read.value.length;
    }
    reader.cancel().catch(() => undefined);
  } catch (fault) {
    if (fault instanceof ReferenceError) {
      throw new NotCheckedHere('this browser can not decompress: take a newer one');
    }
    throw new Malformed('the picture is corrupt: its pixels can not be decompressed');
  }
  if (at !== size) {
    throw new Malformed('the picture has not as many pixels as its header says');
  }
  return inflated;
}

/** Undoes the filters of lines (section 9), in place; returns the lines without the bytes that name the filters. */
function unfilter(lines, { width, height, channels }) {
  const lineBytes = width * channels;
  const pixels = new Uint8Array(height * lineBytes);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (1 + lineBytes)];
    if (filter > 4) {
      throw new Malformed('the picture is corrupt: an unknown filter');
    }
    const line = pixels.subarray(y * lineBytes, (y + 1) * lineBytes);
    line.set(lines.subarray(y * (1 + lineBytes) + 1, (y + 1) * (1 + lineBytes)));
    unfilterLine(filter, line, y === 0 ? new Uint8Array(lineBytes) : pixels.subarray((y - 1) * lineBytes, y * lineBytes), channels);
  }
  return pixels;
}

function unfilterLine(filter, line, above, channels) {
  for (let i = 0; i < line.length && filter > 0; i++) {
    const left = i < channels ? 0 : line[i - channels];
    const aboveLeft = i < channels ? 0 : above[i - channels];
    const predicted = [0, left, above[i], (left + above[i]) >> 1, filter === 4 ? paeth(left, above[i], aboveLeft) : 0];
    line[i] += predicted[filter];
  }
}

function paeth(left, above, aboveLeft) {
  const estimate = left + above - aboveLeft;
  const [toLeft, toAbove, toAboveLeft] = [left, above, aboveLeft].map((level) => Math.abs(estimate - level));
  if (toLeft <= toAbove && toLeft <= toAboveLeft) {
    return left;
  }
  return toAbove <= toAboveLeft ? above : aboveLeft;
}

function toLevels({ width, height, colours, channels }, pixels, chunks) {
  if (colours === 0) {
    return { width, height, grey: true, levels: pixels };
  }
  const palette = colours === PALETTE ? readPalette(chunks.PLTE) : undefined;
  const levels = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    const pixel = pixels.subarray(i * channels, (i + 1) * channels);
    const opacity = channels % 2 === 0 ? pixel[channels - 1] : WHITE;
    for (let c = 0; c < 3; c++) {
      const level = palette === undefined ? pixel[channels < 3 ? 0 : c] : palette[3 * pixel[0] + c];
      if (level === undefined) {
        throw new Malformed('the picture is corrupt: a colour that its palette does not have');
      }
      levels[3 * i + c] = Math.floor((level * opacity + WHITE * (WHITE - opacity) + 127) / WHITE);
    }
  }
  return { width, height, grey: false, levels };
}

function readPalette(contents) {
  if (contents === undefined || contents.length % 3 !== 0) {
    throw new Malformed('the picture is corrupt: it has no palette');
  }
  return contents;
}
