import assert from 'node:assert/strict';
import { test } from 'node:test';

/** @param {Record<string, string | string[]>} catalogue */
async function withCatalogue(catalogue) {
  globalThis.document = /** @type {any} */ ({ getElementById: () => ({ textContent: JSON.stringify(catalogue) }) });
  return import(`../../static/texts.js?${Math.random()}`);
}

test('English needs no catalogue', async () => {
  const { gettext, ngettext } = await withCatalogue({});
  assert.equal(gettext('Photo {number} of {count}', { number: 3, count: 12 }), 'Photo 3 of 12');
  assert.equal(ngettext('{count} photo', '{count} photos', 1), '1 photo');
  assert.equal(ngettext('{count} photo', '{count} photos', 0), '0 photos');
});

test('another language takes the place of English', async () => {
  const { gettext, ngettext } = await withCatalogue({ Undo: 'Deshacer', '{count} photo': ['{count} foto', '{count} fotos'] });
  assert.equal(gettext('Undo'), 'Deshacer');
  assert.equal(ngettext('{count} photo', '{count} photos', 2), '2 fotos');
});

test('what nobody fills in stays as it is', async () => {
  const { gettext } = await withCatalogue({});
  assert.equal(gettext('{name} is here', {}), '{name} is here');
});
