/** @import { Insets, Size } from './view.js' */

/** Kept free between the fitted picture and whatever is around it. */
const AIR = 16;

/**
 * Calls back with the stage's size, and how much of its edges the floating bars take, now and whenever that changes.
 *
 * @param {HTMLElement} stage
 * @param {HTMLElement[]} bars standing ones are at the left edge or the right, lying ones at the bottom
 * @param {(size: Size, insets: Insets) => void} tell
 */
export function watchSize(stage, bars, tell) {
  const measure = () => {
    const { width, height, left, right, bottom } = stage.getBoundingClientRect();
    const insets = { top: AIR, right: AIR, bottom: AIR, left: AIR };
    for (const box of bars.map((bar) => bar.getBoundingClientRect())) {
      const stands = box.height > box.width;
      if (stands && box.left - left < right - box.right) insets.left = Math.max(insets.left, box.right - left + AIR);
      else if (stands) insets.right = Math.max(insets.right, right - box.left + AIR);
      else insets.bottom = Math.max(insets.bottom, bottom - box.top + AIR);
    }
    if (width > 0) tell({ width, height }, insets);
  };
  const observer = new ResizeObserver(measure);
  for (const element of [stage, ...bars]) observer.observe(element);
}

/**
 * Calls back with the pixels of the screen to a CSS pixel, now and when the window moves to a screen of another density
 * or the page is zoomed. A media query matches one ratio only, so it is armed anew each time.
 *
 * @param {(ratio: number) => void} tell
 */
export function watchRatio(tell) {
  tell(devicePixelRatio);
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener('change', () => watchRatio(tell), { once: true });
}
