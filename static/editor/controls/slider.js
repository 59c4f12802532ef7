/**
 * Shows how far a slider is drawn, by a track that is filled up to its knob (css/tools.css).
 *
 * @param {HTMLInputElement} slider
 */
export function fill(slider) {
  const part = (Number(slider.value) - Number(slider.min)) / (Number(slider.max) - Number(slider.min));
  slider.style.setProperty('--part', String(part));
}
