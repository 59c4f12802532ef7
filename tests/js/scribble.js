import { begin } from './strokes.js';

/** @import { Painting } from '../../static/editor/engine/painting.js' */

/**
 * One random stroke or polygon, partly outside the picture, painting or clearing, at times cancelled.
 *
 * @param {Painting} painting
 * @param {() => number} random
 */
export function scribble(painting, random) {
  const { width, height } = painting.mask;
  const point = () => ({ x: (random() * 1.4 - 0.2) * width, y: (random() * 1.4 - 0.2) * height });
  const adds = random() < 0.7;
  if (random() < 0.3) {
    painting.fill([point(), point(), point(), point()], adds);
    painting.commit('polygon');
    return;
  }
  const stroke = begin(painting, point(), 1 + random() * 60, { from: random() < 0.2 ? point() : null, adds });
  for (let moves = Math.floor(random() * 5); moves > 0; moves -= 1) stroke.move(point());
  if (random() < 0.1) stroke.cancel();
  else stroke.end();
}
