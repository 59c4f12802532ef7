import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';

import { Mask } from '../../static/editor/engine/mask.js';
import { NotAMask, decode, encode } from '../../static/editor/packing/png.js';
import { seeded } from './random.js';

/**
 * @param {number} width
 * @param {number} height
 * @param {() => number} random
 */
function speckled(width, height, random) {
  const mask = new Mask(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let runs = Math.floor(random() * 4); runs > 0; runs -= 1) {
      const first = Math.floor(random() * width);
      mask.span(y, first, Math.min(width - 1, first + Math.floor(random() * 40)), random() < 0.8);
    }
  }
  return mask;
}

/**
 * @param {Buffer} data
 * @param {string} type
 */
function chunk(type, data) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/**
 * A 1-bit PNG put together by hand, with any filter on every row.
 *
 * @param {Mask} mask
 * @param {number} filter
 */
function filtered(mask, filter) {
  const { bytes, stride, width, height } = mask;
  const at = (/** @type {number} */ x, /** @type {number} */ y) => (x < 1 || y < 0 ? 0 : bytes[y * stride + x]);
  const out = Buffer.alloc(bytes.length);
  for (let y = 0; y < height; y += 1) {
    out[y * stride] = filter;
    for (let x = 1; x < stride; x += 1) {
      const [left, up, corner] = [at(x - 1, y), at(x, y - 1), at(x - 1, y - 1)];
      const nearest = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
      const paeth = [left, up, corner][nearest.indexOf(Math.min(...nearest))];
      out[y * stride + x] = at(x, y) - [0, left, up, (left + up) >> 1, paeth][filter];
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([1, 3, 0, 0, 0], 8);
  const pixels = deflateSync(out);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from([0, 0, 0, 0x78, 0x78, 0xcd])),
    chunk('tRNS', Buffer.from([0])),
    chunk('IDAT', pixels.subarray(0, 5)),
    chunk('IDAT', pixels.subarray(5)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a mask written and read again is the same, bit for bit, at any width', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = seeded(seed);
    const mask = speckled(1 + Math.floor(random() * 90), 1 + Math.floor(random() * 60), random);
    const back = await decode(await encode(mask.width, mask.height, mask.bytes));
    assert.deepEqual([back.width, back.height], [mask.width, mask.height]);
    assert.deepEqual(back.bytes, mask.bytes);
  }
});

test('rows the server filtered another way come back the same', async () => {
  for (let filter = 0; filter < 5; filter += 1) {
    const mask = speckled(77, 40, seeded(filter + 9));
    assert.deepEqual((await decode(filtered(mask, filter))).bytes, mask.bytes);
  }
});

test('the file holds the convention and nothing that shifts its colour', async () => {
  const file = Buffer.from(await encode(9, 2, new Mask(9, 2).bytes));
  const types = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const end = at + 8 + file.readUInt32BE(at);
    types.push(file.toString('latin1', at + 4, at + 8));
    assert.equal(file.readUInt32BE(end), crc32(file.subarray(at + 4, end)), `CRC of ${types.at(-1)}`);
  }
  assert.deepEqual(types, ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
  assert.ok(file.includes(Buffer.from([0x50, 0x4c, 0x54, 0x45, 0, 0, 0, 0x78, 0x78, 0xcd])));
});

test('what is not such a file is refused with a sentence', async () => {
  const good = Buffer.from(await encode(40, 30, speckled(40, 30, seeded(3)).bytes));
  const broken = Buffer.from(good);
  broken[good.length - 20] ^= 1;
  for (const file of [Buffer.from('not a picture'), good.subarray(0, 60), good.subarray(0, good.length - 12), broken]) {
    await assert.rejects(decode(file), NotAMask);
  }
});
