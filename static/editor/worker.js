/**
 * The module worker: packs a mask into its PNG away from the thread that paints.
 *
 * In: `{id, width, height, bytes}`; out: `{id, png}` or `{id, error}`.
 */

import { encode } from './png.js';

addEventListener('message', async ({ data: { id, width, height, bytes } }) => {
  try {
    const png = await encode(width, height, bytes);
    postMessage({ id, png }, { transfer: [png.buffer] });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
});
