/**
 * What the mask may look like on the screen, each as one colour or the two of stripes (0xRRGGBB). All but the first are
 * told apart from a photo and from each other with any kind of colour vision (the palette of Okabe and Ito); the
 * stripes need no colour at all.
 *
 * @type {Record<string, [number, number]>}
 */
export const MASK_COLOURS = {
  violet: [0x7878cd, 0x7878cd],
  orange: [0xe69f00, 0xe69f00],
  yellow: [0xf0e442, 0xf0e442],
  blue: [0x56b4e9, 0x56b4e9],
  stripes: [0x000000, 0xffffff],
};

/**
 * @param {readonly number[]} colours 0xRRGGBB
 * @returns {Uint32Array} as the little-endian words ImageData wants, opaque
 */
export function inkOf(colours) {
  return Uint32Array.from(colours, (rgb) => 0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16));
}
