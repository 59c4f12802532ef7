/**
 * Firefox with a Wacom tablet: `pointerId` may be another at every event of one and the same stroke, and drivers report
 * the pen as a mouse. There is one mouse and one pen, so for these the kind tells whose event it is; fingers keep
 * their numbers.
 *
 * @param {{id: number, type: string}} held the pointer of the stroke
 * @param {{pointerId: number, pointerType: string}} event
 * @returns {boolean} whether the event is that pointer's
 */
export function samePointer(held, event) {
  return held.id === event.pointerId || (held.type !== 'touch' && held.type === event.pointerType);
}
