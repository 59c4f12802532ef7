/** @import { Camera } from '../view/camera.js' */
/** @import { Point } from '../engine/raster.js' */

/** Zoom per pixel of wheel travel; a notch of 100 is about 1.25 times. */
const WHEEL = 0.0022;
/** A trackpad pinch arrives as ctrl+wheel with small steps. */
const PINCH = 0.01;
/** Steps larger than a pinch makes, in pixels: a wheel's notches while Ctrl is held. */
const NOTCH = 50;
/** What one event zooms by at most, as a power of e: wheels that run freely tell of many notches at once. */
const MOST = 0.5;
/** Pixels of a `deltaMode`: pixels, lines, pages. */
const UNITS = [1, 16, 400];

/**
 * The wheel zooms about the pointer; with Shift, or turned sideways, it moves the picture sideways.
 *
 * @param {HTMLElement} surface
 * @param {Camera} camera
 * @param {(event: WheelEvent) => Point} place in stage pixels
 */
export function zoomByWheel(surface, camera, place) {
  const turn = (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    const aside = sideways(event);
    if (aside === null) camera.zoomBy(growth(event), place(event));
    else camera.panBy(-aside, 0);
  };
  surface.addEventListener('wheel', turn, { passive: false });
  // A pinch over a bar that floats on the photo means the photo, too: the browser would zoom the page, bars and all.
  surface.parentElement?.addEventListener('wheel', (event) => event.ctrlKey && !event.defaultPrevented && turn(event), { passive: false });
}

/**
 * @typedef {Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'shiftKey'>} Turn the part of a WheelEvent that matters
 */

/**
 * @param {Turn} turn
 * @returns {number | null} how far to the right the wheel goes, in pixels; null where it zooms
 */
export function sideways({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey }) {
  if (ctrlKey || !(shiftKey || Math.abs(deltaX) > Math.abs(deltaY))) return null;
  return (deltaX || deltaY) * UNITS[deltaMode];
}

/**
 * @param {Turn} turn
 * @returns {number} by how much the picture grows
 */
export function growth({ deltaY, deltaMode, ctrlKey }) {
  const pinched = ctrlKey && deltaMode === 0 && Math.abs(deltaY) < NOTCH;
  const power = -deltaY * UNITS[deltaMode] * (pinched ? PINCH : WHEEL);
  return Math.exp(Math.min(MOST, Math.max(-MOST, power)));
}
