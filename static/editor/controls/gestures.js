import { gettext } from '../../texts.js';

/**
 * What mouse, fingers and pen do on the stage, for the help sheet. Their handlers are `input.js` and `wheel.js`.
 *
 * @typedef {{how: string, does: string}} Gesture
 */

/** @type {readonly Gesture[]} */
export const MOUSE = [
  { how: gettext('Drag'), does: gettext('Paint, or draw the shape') },
  { how: gettext('Alt + drag, or right button'), does: gettext('Take away instead of add, and the other way round') },
  { how: gettext('Shift + click'), does: gettext('Straight line from the last end') },
  { how: gettext('Shift + drag'), does: gettext('Keep to an axis, a square or an eighth of a turn') },
  { how: gettext('Smart select: Shift + click'), does: gettext('Add what is there to the thing just found') },
  { how: gettext('Smart select: Alt + click on it'), does: gettext('Take what is there away from the thing just found') },
  { how: gettext('Alt + right-drag'), does: gettext('Size the brush') },
  { how: gettext('Click the first corner, or double click'), does: gettext('Close the polygon') },
  { how: gettext('Wheel'), does: gettext('Zoom about the pointer') },
  { how: gettext('Shift + wheel'), does: gettext('Move sideways') },
  { how: gettext('Middle button, or Space + drag'), does: gettext('Move the photo') },
];

/** @type {readonly Gesture[]} */
export const TOUCH = [
  { how: gettext('One finger'), does: gettext('Paint') },
  { how: gettext('Two fingers'), does: gettext('Zoom and move the photo') },
  { how: gettext('Second finger right after the first'), does: gettext('Take the stroke back') },
  { how: gettext('Tap with two fingers'), does: gettext('Undo') },
  { how: gettext('Tap with three fingers'), does: gettext('Redo') },
  { how: gettext('Pen'), does: gettext('Paint; fingers then only move the photo') },
  { how: gettext('Eraser end of a pen'), does: gettext('Take away') },
];
