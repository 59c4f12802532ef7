/**
 * A module worker for what is done to the whole mask and may take a while.
 *
 * In: `{work, n, width, height, bytes}`; out: `{done}` (0 to 1) now and then, then `{bytes, rect}` or `{error}`.
 */

import { Mask } from '../engine/mask.js';
import { grow, shrink } from './grow.js';
import { fillHoles } from './holes.js';

/** @import { Progress } from './grow.js' */
/** @import { Rect } from '../engine/rect.js' */

/** @type {Record<string, (mask: Mask, n: number, tell: Progress) => Rect | null>} */
const WORKS = { grow, shrink, 'fill-holes': fillHoles };

addEventListener('message', ({ data: { work, n, width, height, bytes } }) => {
  try {
    const rect = WORKS[work](new Mask(width, height, bytes), n, (done) => postMessage({ done }));
    postMessage({ bytes, rect }, { transfer: [bytes.buffer] });
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
