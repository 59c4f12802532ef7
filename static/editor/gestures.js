/**
 * What mouse, fingers and pen do on the stage, for the help sheet. Their handlers are `input.js` and `wheel.js`.
 *
 * @typedef {{how: string, does: string}} Gesture
 */

/** @type {readonly Gesture[]} */
export const MOUSE = [
  { how: 'Drag', does: 'Paint' },
  { how: 'Alt + drag, or right button', does: 'Take away instead of paint' },
  { how: 'Shift + click', does: 'Straight line from the last end' },
  { how: 'Wheel', does: 'Zoom about the pointer' },
  { how: 'Shift + wheel', does: 'Move sideways' },
  { how: 'Middle button, or Space + drag', does: 'Move the photo' },
];

/** @type {readonly Gesture[]} */
export const TOUCH = [
  { how: 'One finger', does: 'Paint' },
  { how: 'Two fingers', does: 'Zoom and move the photo' },
  { how: 'Second finger while painting', does: 'Take the stroke back' },
  { how: 'Pen', does: 'Paint; fingers then only move the photo' },
  { how: 'Eraser end of a pen', does: 'Take away' },
];
