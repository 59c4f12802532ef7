/** What people say: beside the photo in wide windows, a sheet below it in narrow ones. */
export class Sheet {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    root.addEventListener('click', (event) => {
      const target = /** @type {Element} */ (event.target);
      if (target.closest('[data-sheet-opens]')) {
        event.preventDefault();
        this.#turn(this.root.dataset['sheet'] !== 'open');
      }
      if (target.closest('[data-sheet-closes]')) this.close();
    });
    this.#turn(false);
  }

  open() {
    this.#turn(true);
  }

  close() {
    this.#turn(false);
  }

  /** New buttons have come: they tell how it is. */
  tell() {
    this.#turn(this.root.dataset['sheet'] === 'open');
  }

  /** @param {boolean} open */
  #turn(open) {
    this.root.dataset['sheet'] = open ? 'open' : 'closed';
    this.root.querySelector('[data-sheet-opens]')?.setAttribute('aria-expanded', String(open));
  }
}
