/**
 * What mouse, fingers and pen do on the stage, for the help sheet. Their handlers are `input.js` and `wheel.js`.
 *
 * @typedef {{how: string, does: string}} Gesture
 */

/** @type {readonly Gesture[]} */
export const MOUSE = [
  { how: 'Drag', does: 'Paint, or draw the shape' },
  { how: 'Alt + drag, or right button', does: 'Take away instead of add, and the other way round' },
  { how: 'Shift + click', does: 'Straight line from the last end' },
  { how: 'Shift + drag', does: 'Keep to an axis, a square or an eighth of a turn' },
  { how: 'Alt + right-drag', does: 'Size the brush' },
  { how: 'Click the first corner, or double click', does: 'Close the polygon' },
  { how: 'Wheel', does: 'Zoom about the pointer' },
  { how: 'Shift + wheel', does: 'Move sideways' },
  { how: 'Middle button, or Space + drag', does: 'Move the photo' },
];

/** @type {readonly Gesture[]} */
export const TOUCH = [
  { how: 'One finger', does: 'Paint' },
  { how: 'Two fingers', does: 'Zoom and move the photo' },
  { how: 'Second finger right after the first', does: 'Take the stroke back' },
  { how: 'Tap with two fingers', does: 'Undo' },
  { how: 'Tap with three fingers', does: 'Redo' },
  { how: 'Pen', does: 'Paint; fingers then only move the photo' },
  { how: 'Eraser end of a pen', does: 'Take away' },
];
