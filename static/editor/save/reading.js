import { decode } from '../packing/png.js';

/**
 * @param {Blob} png a mask's file
 * @returns {Promise<{width: number, height: number, bytes: Uint8Array}>}
 */
export async function read(png) {
  return decode(new Uint8Array(await png.arrayBuffer()));
}
