import js from '@eslint/js';

/** What a browser gives every module; the list is short on purpose, so that a new global is a decision. */
const browser = [
  'AbortController', 'AbortSignal', 'Blob', 'CompressionStream', 'CustomEvent', 'DOMParser', 'DecompressionStream', 'Event', 'EventTarget',
  'FormData', 'HTMLButtonElement', 'Element', 'HTMLElement', 'HTMLFormElement', 'HTMLInputElement', 'HTMLSelectElement', 'BroadcastChannel', 'IDBKeyRange', 'Image', 'ImageData', 'MessageChannel', 'Response', 'ResizeObserver',
  'TextEncoder', 'URL', 'URLSearchParams', 'Worker', 'XMLHttpRequest', 'addEventListener', 'cancelAnimationFrame', 'clearTimeout', 'customElements', 'crypto',
  'devicePixelRatio', 'document', 'fetch', 'history', 'indexedDB', 'localStorage', 'location', 'matchMedia', 'navigator', 'performance',
  'postMessage', 'removeEventListener', 'requestAnimationFrame', 'setTimeout', 'window',
];

export default [
  js.configs.recommended,
  {
    files: ['static/texts.js', 'static/editor/**/*.js', 'static/pages/**/*.js', 'tests/js/**/*.js', 'tests/bench/**/*.js'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module', globals: Object.fromEntries(browser.map((name) => [name, 'readonly'])) },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      'consistent-return': 'error',
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-constructor-return': 'error',
      'no-else-return': 'error',
      'no-implicit-coercion': 'error',
      'no-param-reassign': 'error',
      'no-shadow': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  { files: ['tests/js/**/*.js'], rules: { 'max-lines-per-function': 'off' } },
];
