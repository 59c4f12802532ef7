/**
 * Light, dark, or as the system has it. The server keeps the choice in a cookie and makes pages in its colours; this
 * only saves the reload, and tells the other open pages.
 *
 * Django's admin keeps its own choice in the storage under this name, so it follows, and we follow it.
 */

const NAME = 'theme';
const THEMES = ['auto', 'light', 'dark'];

/** @param {string | null | undefined} theme */
function show(theme) {
  if (!theme || !THEMES.includes(theme)) return;
  document.documentElement.dataset['theme'] = theme;
  for (const button of document.querySelectorAll('[data-theme-choice] button')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('value') === theme));
  }
}

/** @param {string} theme */
function tellOthers(theme) {
  try {
    localStorage.setItem(NAME, theme);
  } catch {
    // A browser without storage: the other pages follow when they are loaded next.
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !('themeChoice' in form.dataset)) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const theme = String(body.get(NAME));
  show(theme);
  tellOthers(theme);
  const headers = { 'X-Requested-With': 'XMLHttpRequest' };
  // Not kept, it holds until the next page: nothing anybody has to be told.
  fetch(form.action, { method: 'POST', body, headers, keepalive: true }).catch(() => {});
});

addEventListener('storage', ({ key, newValue }) => {
  if (key === NAME) show(newValue);
});

// Out of the browser's cache of whole pages one comes in the colours it had when it was left.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) show(/(?:^|; )theme=(\w+)/.exec(document.cookie)?.[1]);
});
