/**
 * A fast hand: browsers join what came between two frames into one event. They hand out the parts in secure contexts only.
 *
 * @param {PointerEvent} event
 * @returns {PointerEvent[]} every sample since the last event
 */
export function samplesOf(event) {
  const parts = event.getCoalescedEvents?.() ?? [];
  return parts.length ? parts : [event];
}
