/**
 * For every page: menus that close by a click elsewhere, by Escape and by sending their form; boxes that are open where
 * there is room beside the rest; texts to copy; a word when signed out.
 */

const SIGNED_OUT = 401;

/** @param {Element | null} [except] */
function closeMenus(except = null) {
  for (const menu of document.querySelectorAll('details[data-menu][open]')) {
    if (menu !== except) menu.removeAttribute('open');
  }
}

document.addEventListener('click', (event) => {
  const target = /** @type {Element} */ (event.target);
  closeMenus(target.closest('details[data-menu]'));
});

document.addEventListener('submit', () => closeMenus());

// As wide as styles put a page's side column beside its content (css/order.css).
const WIDE = '(width > 980px)';
for (const box of document.querySelectorAll('details[data-open-wide]')) {
  box.toggleAttribute('open', matchMedia(WIDE).matches);
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details[data-menu][open]');
  if (!open) return;
  // It means the menu, and not what was begun on the page beneath.
  event.preventDefault();
  const led = open.contains(document.activeElement);
  closeMenus();
  if (led) open.querySelector('summary')?.focus();
});

/** How long the tick stands in the place of the copy mark, in ms. */
const COPIED = 2_000;

/** @param {HTMLElement} button beside the text it copies */
async function copy(button) {
  const text = button.parentElement?.querySelector('[data-copied]');
  if (!text) return;
  try {
    // Not there on pages without https.
    await navigator.clipboard.writeText(text.textContent ?? '');
  } catch {
    window.getSelection()?.selectAllChildren(text);
    return;
  }
  button.dataset['done'] = '';
  setTimeout(() => delete button.dataset['done'], COPIED);
}

document.addEventListener('click', (event) => {
  const button = /** @type {Element} */ (event.target).closest('[data-copy]');
  if (button instanceof HTMLElement) copy(button);
});

// A card that asks again and again finds out first. It goes on asking, so that everything goes on after signing in.
document.addEventListener('htmx:afterRequest', (event) => {
  const { xhr } = /** @type {CustomEvent<{ xhr: XMLHttpRequest }>} */ (event).detail;
  const notice = document.getElementById('signed-out');
  if (notice) notice.hidden = xhr.status !== SIGNED_OUT;
});
