/**
 * Asks every minute how much is unread, and when the page is looked at again; a hidden page asks nothing.
 */

const EVERY = 60_000;
/** Windows are switched to and fro: not each time is worth asking. */
const AT_MOST_EVERY = 10_000;

let asked = Date.now();

function look() {
  if (document.hidden || Date.now() - asked < AT_MOST_EVERY) return;
  asked = Date.now();
  document.getElementById('bell')?.dispatchEvent(new CustomEvent('look'));
}

window.setInterval(look, EVERY);
addEventListener('focus', look);
document.addEventListener('visibilitychange', look);
