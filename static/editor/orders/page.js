/** @import { Picture } from '../view/photo.js' */
/** @import { Tiles } from '../view/tilegrid.js' */

/**
 * What the server tells the editor, see the view that makes the page.
 *
 * @typedef {{
 *   order: {id: number, name: string, url: string, paint: string, panel: string, sameMask: string},
 *   person: number,
 *   revision: {id: number, number: number},
 *   width: number,
 *   height: number,
 *   proxy: {url: string, width: number, height: number},
 *   thumb: string,
 *   tiles: Tiles | null,
 *   original: {url: string} | null,
 *   closed: string,
 *   draft: string,
 *   submit: string,
 *   importMask: string,
 *   recentMasks: string,
 *   again: string | null,
 *   preview: string,
 *   select: string,
 *   objects: {url: string, offer: string} | null,
 *   providers: {slug: string, label: string, ready: boolean, note: string, cost: string, off: boolean, outside: boolean, seed: boolean, chosen: boolean}[],
 *   pageUrl: string,
 *   maskName: string,
 *   csrf: string,
 * }} Page
 */

/** @returns {Page} */
export function readPage() {
  return JSON.parse(document.getElementById('editor-page')?.textContent ?? '');
}

/**
 * @param {Page} page
 * @returns {Picture}
 */
export function pictureOf({ width, height, proxy, tiles }) {
  return { image: { width, height }, proxy, tiles };
}

/**
 * @param {Page} page
 * @returns {string} under which the unsaved mask is kept on this device
 */
export function draftKey({ order, person }) {
  return `${order.id}/${person}`;
}
