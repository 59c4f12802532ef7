import { gettext } from '../../texts.js';

/** Nobody answered, or not sensibly; trying again later may help. */
export class Unreachable extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super(gettext('The server cannot be reached.'), options);
  }
}
