/**
 * Masks as PNG files: 1-bit palette, index 0 transparent black, index 1 opaque #7878CD. No gamma or profile chunk,
 * so that no decoder ever shifts the colour. The mask's buffer already holds scanlines; writing is one deflate.
 */

import { strideOf } from '../engine/mask.js';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const PALETTE = Uint8Array.of(0, 0, 0, 0x78, 0x78, 0xcd);
const OPACITY = Uint8Array.of(0);
const FILTERS = 5;

/** Bytes handed to a stream at a time; measured twice as fast as one large piece under load. */
const PIECE = 2 ** 19;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** A file this editor cannot take as a mask; `message` says why. */
export class NotAMask extends Error {}

/**
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} bytes scanlines as {@link Mask} keeps them
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the whole file
 */
export async function encode(width, height, bytes) {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([1, 3, 0, 0, 0], 8);
  const pixels = await through(bytes, new CompressionStream('deflate'));
  return join([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', PALETTE),
    chunk('tRNS', OPACITY),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/**
 * Reads a mask written by {@link encode}, or one the server wrote with the same palette and other filters.
 *
 * @param {Uint8Array} file
 * @returns {Promise<{width: number, height: number, bytes: Uint8Array}>} the scanlines, every filter byte 0
 * @throws {NotAMask}
 */
export async function decode(file) {
  const chunks = split(file);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header || header.length !== 13) throw new NotAMask('The file has no PNG header.');
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  if (header[8] !== 1 || header[9] !== 3 || header[12] !== 0) throw new NotAMask('The PNG is not a 1-bit palette picture.');
  const clear = chunks.find(({ type }) => type === 'tRNS')?.data;
  if (!clear || clear[0] !== 0 || (clear.length > 1 && clear[1] !== 255)) {
    throw new NotAMask('The PNG does not keep index 0 transparent.');
  }
  const packed = join(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const bytes = await inflate(packed);
  const stride = strideOf(width);
  if (width === 0 || height === 0 || bytes.length !== stride * height) throw new NotAMask('The PNG has the wrong number of pixels.');
  unfilter(bytes, stride);
  clearPadding(bytes, width, stride);
  return { width, height, bytes };
}

/**
 * @param {Uint8Array} packed
 * @returns {Promise<Uint8Array>}
 */
async function inflate(packed) {
  try {
    return await through(packed, new DecompressionStream('deflate'));
  } catch (error) {
    throw new NotAMask('The PNG is damaged.', { cause: error });
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {CompressionStream | DecompressionStream} transform
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function through(bytes, transform) {
  const [, parts] = await Promise.all([feed(bytes, transform.writable.getWriter()), drain(transform.readable.getReader())]);
  return join(parts);
}

/**
 * @param {Uint8Array} bytes
 * @param {WritableStreamDefaultWriter<BufferSource>} writer
 */
async function feed(bytes, writer) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    await writer.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes.subarray(at, at + PIECE)));
  }
  await writer.close();
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function drain(reader) {
  const parts = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
  return parts;
}

/**
 * @param {string} type
 * @param {Uint8Array} data
 * @returns {Uint8Array}
 */
function chunk(type, data) {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc(whole.subarray(4, 8 + data.length)));
  return whole;
}

/**
 * @param {Uint8Array} file
 * @returns {{type: string, data: Uint8Array}[]}
 * @throws {NotAMask}
 */
function split(file) {
  if (!SIGNATURE.every((byte, at) => file[at] === byte)) throw new NotAMask('The file is not a PNG.');
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const chunks = [];
  let at = SIGNATURE.length;
  while (at + 12 <= file.length) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > file.length) throw new NotAMask('The PNG is cut short.');
    if (view.getUint32(end) !== crc(file.subarray(at + 4, end))) throw new NotAMask('The PNG is damaged.');
    chunks.push({ type: String.fromCharCode(...file.subarray(at + 4, at + 8)), data: file.subarray(at + 8, end) });
    at = end + 4;
  }
  if (chunks.at(-1)?.type !== 'IEND') throw new NotAMask('The PNG is cut short.');
  return chunks;
}

/**
 * CRC-32 as PNG defines it (ISO 3309).
 *
 * @param {Uint8Array} bytes
 */
function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array[]} parts */
function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Takes the five PNG filters off in place (PNG specification, chapter 9); pixels are under a byte, so the left
 * neighbour is the byte before.
 *
 * @param {Uint8Array} bytes
 * @param {number} stride
 */
function unfilter(bytes, stride) {
  for (let row = 0; row < bytes.length; row += stride) {
    const filter = bytes[row];
    if (filter >= FILTERS) throw new NotAMask('The PNG is damaged.');
    bytes[row] = 0;
    if (filter === 0) continue;
    for (let at = 1; at < stride; at += 1) {
      const left = at > 1 ? bytes[row + at - 1] : 0;
      const up = row > 0 ? bytes[row + at - stride] : 0;
      const corner = at > 1 && row > 0 ? bytes[row + at - stride - 1] : 0;
      bytes[row + at] += predict(filter, left, up, corner);
    }
  }
}

/**
 * @param {number} filter
 * @param {number} left
 * @param {number} up
 * @param {number} corner
 */
function predict(filter, left, up, corner) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const toLeft = Math.abs(guess - left);
  const toUp = Math.abs(guess - up);
  const toCorner = Math.abs(guess - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/**
 * Bits past the width are free in a file; in a mask they are 0.
 *
 * @param {Uint8Array} bytes
 * @param {number} width
 * @param {number} stride
 */
function clearPadding(bytes, width, stride) {
  if (width % 8 === 0) return;
  const keep = (0xff << (8 - (width % 8))) & 0xff;
  for (let at = stride - 1; at < bytes.length; at += stride) bytes[at] &= keep;
}
