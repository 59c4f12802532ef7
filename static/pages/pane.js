import { PhotoLayer } from '../editor/view/photo.js';

/** @import { Picture } from '../editor/view/photo.js' */
/** @import { View } from './linkedview.js' */

/** One cell's pictures, the result and what was before it: proxies, and their tiles where one has zoomed past those. */
export class Pane {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.layers = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('[data-picture]')]).map((layer) => {
      return new PhotoLayer(layer, /** @type {Picture} */ (JSON.parse(layer.dataset['picture'] ?? '')));
    });
    const { width, height } = this.image;
    // The pictures have left the flow that gave the pane its height.
    element.style.aspectRatio = `${width} / ${height}`;
    element.classList.add('is-linked');
  }

  get image() {
    return this.layers[0].picture.image;
  }

  /** @returns {number} screen pixels per pixel of the photo while all of it is in sight */
  get fit() {
    return (this.element.clientWidth * devicePixelRatio) / this.image.width;
  }

  /** @param {View} view */
  show({ cx, cy, zoom }) {
    const { clientWidth: width, clientHeight: height } = this.element;
    const scale = (width / this.image.width) * zoom;
    const view = { scale, x: width * (0.5 - cx * zoom), y: height * (0.5 - cy * zoom) };
    for (const layer of this.layers) layer.show(view, { width, height });
  }
}
