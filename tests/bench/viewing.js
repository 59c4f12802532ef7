/**
 * What tests/bench/viewing.py puts into the editor's page before its own scripts: it notes how long each frame took that
 * answered the hand, and when one could paint first. Times are in ms.
 */

/** @type {number[]} */
let frames = [];
/** When the first input since the last frame began to be handled; 0 when there was none. */
let asked = 0;
/** The same of the frame that is being made. */
let making = 0;

const bench = {
  paintable: 0,
  /** @returns {number[]} the frames since the last time */
  frames() {
    const taken = frames;
    frames = [];
    return taken;
  },
};

/** @returns {any} the editor, once it is there */
function studio() {
  return /** @type {any} */ (document.querySelector('mask-editor'))?.studio;
}

/**
 * A frame lasts from the input it answers to the beginning of the next one: handlers, script, style, painting, and
 * the wait for a compositor that has not come round.
 */
function watchFrames() {
  const now = performance.now();
  if (making) frames.push(now - making);
  making = asked;
  asked = 0;
  requestAnimationFrame(watchFrames);
}

/** Notes when the photo is on the screen and a pointer would paint. */
async function watchPaintable() {
  const photo = /** @type {HTMLImageElement | null} */ (document.querySelector('.photo-proxy'));
  if (!studio() || studio().camera.stage.width <= 1 || !photo?.complete || !photo.naturalWidth) {
    requestAnimationFrame(watchPaintable);
    return;
  }
  await photo.decode();
  requestAnimationFrame(() => requestAnimationFrame(() => (bench.paintable = performance.now())));
}

for (const name of ['wheel', 'pointermove', 'touchmove']) {
  window.addEventListener(name, () => (asked ||= performance.now()), { capture: true, passive: true });
}

Object.assign(window, { bench });
requestAnimationFrame(watchFrames);
requestAnimationFrame(watchPaintable);
