/** One file to the server. XMLHttpRequest, because fetch does not tell how far an upload is. */

import { gettext } from '../texts.js';

const LOST = gettext('The photo did not arrive. Check the connection and try again.');
const CREATED = 201;
const BAD_REQUEST = 400;
const CONFLICT = 409;

/** The server has looked at this file and will not have it: sending it again changes nothing. */
export class Refused extends Error {}

/** Nothing is wrong: it is there already. */
export class Known extends Error {}

/**
 * @param {string} url
 * @param {FormData} form
 * @param {{ progress: (fraction: number) => void, signal: AbortSignal }} wire
 * @returns {Promise<string>} the answer's HTML; rejects with an Error whose message is the sentence to show
 */
export function send(url, form, { progress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status === CREATED) resolve(request.responseText);
      else if (request.status === CONFLICT) reject(new Known(sentence(request.responseText)));
      else if (request.status === BAD_REQUEST) reject(new Refused(sentence(request.responseText)));
      else reject(new Error(sentence(request.responseText)));
    });
    request.addEventListener('error', () => reject(new Error(LOST)));
    request.addEventListener('abort', () => reject(new Error(gettext('Canceled.'))));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

/** The server's sentence, or ours where something in between answered. @param {string} answer */
function sentence(answer) {
  try {
    const { error } = JSON.parse(answer);
    return typeof error === 'string' ? error : LOST;
  } catch {
    return LOST;
  }
}
