import { find } from '../find.js';
import { Input } from '../input.js';
import { watchRatio, watchSize } from '../stage.js';

/** @import { Intent } from '../input.js' */
/** @import { Point } from '../raster.js' */
/** @import { Studio } from '../studio.js' */

/**
 * Pointers on the stage paint with the tool in hand. Dispatches `stroke` on the editor after each (tool, radius and
 * points in image pixels).
 *
 * @param {Studio} studio
 */
export function strokes(studio) {
  const { actions, camera, easel, overlay, photo, ring, root, stage } = studio;
  const resizeRing = () => ring.resize(easel.radius * camera.view.scale);
  easel.addEventListener('change', resizeRing);
  camera.addEventListener('view', () => {
    photo.show(camera.view, camera.stage);
    overlay.show(camera.view);
    resizeRing();
  });
  const begin = strokeMaker(studio);
  const input = new Input(stage, camera, {
    begin,
    hover: (at) => ring.move(at),
    panning: (on) => stage.classList.toggle('is-panning', on),
  });
  actions.addHolds({ pan: (on) => input.holdPan(on) });
  actions.add({
    ...Object.fromEntries(easel.tools.map(({ name }) => [name, () => easel.take(name)])),
    swap: () => easel.swap(),
    smaller: () => easel.smaller(),
    larger: () => easel.larger(),
  });
  watchSize(stage, ['.rail', '.options', '.zoom'].map((bar) => find(root, bar)), (size, insets) => {
    overlay.resize(size, devicePixelRatio);
    camera.resize(size, insets);
  });
  watchRatio(() => overlay.resize(camera.stage, devicePixelRatio));
}

/** @param {Studio} studio */
function strokeMaker({ easel, notices, painting, root }) {
  /** Where the last stroke ended, for straight lines. @type {Point | null} */
  let lastEnd = null;
  root.addEventListener('photo', () => (lastEnd = null));
  return (/** @type {Point} */ point, /** @type {Intent} */ { erase, line }) => {
    notices.close('shown');
    const tool = erase ? easel.named('eraser') : easel.tool;
    const { radius } = easel;
    const from = line ? lastEnd : null;
    const points = [...(from ? [from] : []), point];
    const stroke = tool.begin(painting, point, radius, from);
    const { mask } = painting;
    // A finger may still be down when another photo has come under it.
    const gone = () => painting.mask !== mask;
    return {
      move: (/** @type {Point} */ to) => {
        if (gone()) return;
        points.push(to);
        stroke.move(to);
      },
      end: () => {
        if (gone()) return;
        lastEnd = points[points.length - 1];
        stroke.end();
        root.dispatchEvent(new CustomEvent('stroke', { detail: { tool: tool.name, radius, points } }));
      },
      cancel: () => gone() || stroke.cancel(),
    };
  };
}
