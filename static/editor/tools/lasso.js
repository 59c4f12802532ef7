import { distance, fillArea } from './tool.js';

/** @import { Tool } from './tool.js' */

/**
 * Drawn freely round something; let go, it closes by the straight way.
 *
 * @type {Tool}
 */
export const lasso = {
  name: 'lasso',
  round: false,
  dots: false,
  begin({ painting, outline, point, adds, near }) {
    const points = [point];
    let last = point;
    let farthest = 0;
    const add = () => {
      points.push(last);
      outline.extend(last);
    };
    outline.begin(point);
    return {
      move(to) {
        last = to;
        farthest = Math.max(farthest, distance(point, to));
        // Finer than the screen shows is of no use to anybody.
        if (distance(points[points.length - 1], to) >= near / 8) add();
      },
      end() {
        outline.clear();
        if (farthest < near / 2) return null;
        if (last !== points[points.length - 1]) points.push(last);
        return fillArea(painting, points, adds, 'lasso');
      },
      cancel: () => outline.clear(),
    };
  },
};
