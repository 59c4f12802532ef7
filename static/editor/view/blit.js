/** Below this many canvas pixels to an image pixel, a byte of the mask is hardly a pixel: runs would not pay. */
const SPARSE = 0.25;

/**
 * One row of the mask as canvas pixels. Bytes that are all painted or all clear, which most are, are filled at once
 * together with their like; the others are looked at pixel by pixel.
 *
 * @param {Uint32Array} out
 * @param {number} start where the row begins in it
 * @param {Uint8Array} bytes of the mask
 * @param {number} base where its row begins, past the filter byte
 * @param {number} left in canvas pixels, inside the picture
 * @param {number} right
 * @param {{columns: Int32Array, step: number, ink: number}} paper which image column each canvas column shows, ascending;
 *   canvas pixels to an image pixel; what is drawn for a painted one
 */
export function blitRow(out, start, bytes, base, left, right, { columns, step, ink }) {
  const last = columns[right - 1];
  const shift = start - left;
  let x = left;
  while (x < right) {
    const column = columns[x];
    const byte = bytes[base + (column >> 3)];
    if (step < SPARSE || (byte !== 0 && byte !== 0xff)) {
      out[x + shift] = (byte >> (7 - (column & 7))) & 1 ? ink : 0;
      x += 1;
      continue;
    }
    let end = column | 7;
    while (end < last && bytes[base + ((end + 1) >> 3)] === byte) end += 8;
    const to = firstPast(end, columns, x + 1 + Math.floor((end - column) * step), x + 1, right);
    out.fill(byte ? ink : 0, x + shift, to + shift);
    x = to;
  }
}

/**
 * @param {number} column
 * @param {Int32Array} columns
 * @param {number} guess
 * @param {number} least
 * @param {number} most
 * @returns {number} the first canvas column from `least` to `most` that shows an image column past this one
 */
function firstPast(column, columns, guess, least, most) {
  let at = Math.min(Math.max(guess, least), most);
  while (at > least && columns[at - 1] > column) at -= 1;
  while (at < most && columns[at] <= column) at += 1;
  return at;
}
