/** @import { Camera } from '../view/camera.js' */
/** @import { Point } from '../engine/raster.js' */

/** Zoom per pixel of wheel travel; a notch of 100 is about 1.25 times. */
const WHEEL = 0.0022;
/** A trackpad pinch arrives as ctrl+wheel with small steps. */
const WHEEL_PINCH = 0.01;
const LINE = 16;

/**
 * The wheel zooms about the pointer; with Shift it moves the picture sideways.
 *
 * @param {HTMLElement} surface
 * @param {Camera} camera
 * @param {(event: WheelEvent) => Point} place in stage pixels
 */
export function zoomByWheel(surface, camera, place) {
  const turn = (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    const unit = event.deltaMode === 0 ? 1 : LINE;
    if (event.shiftKey) {
      camera.panBy(-(event.deltaX || event.deltaY) * unit, 0);
      return;
    }
    const speed = event.ctrlKey ? WHEEL_PINCH : WHEEL;
    camera.zoomBy(Math.exp(-event.deltaY * unit * speed), place(event));
  };
  surface.addEventListener('wheel', turn, { passive: false });
}
