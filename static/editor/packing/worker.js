/**
 * The module worker: packs and unpacks away from the thread that paints.
 *
 * In: `{id, mask?: {width, height, bytes}, pack?: bytes[], unpack?: bytes[]}`;
 * out: `{id, png?, digest?, packed, unpacked}` or `{id, error}`.
 */

import { digest } from './digest.js';
import { encode, through } from './png.js';

addEventListener('message', async ({ data: { id, mask, pack = [], unpack = [] } }) => {
  try {
    const png = mask && (await encode(mask.width, mask.height, mask.bytes));
    const packed = await all(pack, () => new CompressionStream('deflate'));
    const unpacked = await all(unpack, () => new DecompressionStream('deflate'));
    const answer = { id, png, digest: mask && digest(mask.bytes), packed, unpacked };
    postMessage(answer, { transfer: [png, ...packed, ...unpacked].filter(Boolean).map(({ buffer }) => buffer) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});

/**
 * @param {Uint8Array[]} each
 * @param {() => CompressionStream | DecompressionStream} transform
 */
async function all(each, transform) {
  const done = [];
  for (const bytes of each) done.push(await through(bytes, transform()));
  return done;
}
