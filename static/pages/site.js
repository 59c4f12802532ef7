/** Menus close the way people expect: by a click elsewhere, by Escape, and once their form has been sent. */

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

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details[data-menu][open]');
  if (!open) return;
  closeMenus();
  open.querySelector('summary')?.focus();
});
