// What makes the pages handier. Every page says and does what it must without it.

/** Numbers as people write them: «1 234,5», «—» below all of them. */
const numberOf = (text) => {
  const value = Number.parseFloat(text.replace(/[\s\u00a0\u202f%]/g, '').replace(',', '.'));
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
};

const collator = new Intl.Collator('ru', { numeric: true });

const keyOf = (row, at) => {
  const cell = row.cells[at];
  return cell?.dataset.key ?? cell?.textContent.trim() ?? '';
};

function sortBy(table, head, at) {
  const isUp = head.getAttribute('aria-sort') !== 'ascending';
  const isNumber = head.dataset.sort === 'number';
  for (const other of table.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
  const [body] = table.tBodies;
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, at) }));
  rows.sort((left, right) => {
    const order = isNumber ? numberOf(left.key) - numberOf(right.key) : collator.compare(left.key, right.key);
    return isUp ? order || 0 : -order || 0;
  });
  body.append(...rows.map(({ row }) => row));
}

/** Heads marked `data-sort="text|number"` sort their table. */
for (const table of document.querySelectorAll('table[data-sortable]')) {
  const heads = [...table.tHead.rows].at(-1).cells;
  for (const [at, head] of [...heads].entries()) {
    if (!head.dataset.sort) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sortBy(table, head, at));
  }
}

/** A choice that is made goes off at once; without script its form has a button. */
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.querySelector('[data-auto-button]')?.setAttribute('hidden', '');
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
}

/** Buttons marked `data-print` print the page. */
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/** Buttons marked `data-copy` put a text on the clipboard, and say so. */
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Скопировано';
  });
}

/** A bar marked `data-events` moves as the address tells; at the end the page is shown anew. */
for (const live of document.querySelectorAll('[data-events]')) {
  const source = new EventSource(live.dataset.events);
  live.querySelector('[data-live-reload]')?.setAttribute('hidden', '');
  source.addEventListener('progress', ({ data }) => {
    const { done, total, text } = JSON.parse(data);
    const bar = live.querySelector('progress');
    if (total > 0) {
      bar.max = total;
      bar.value = done;
    }
    live.querySelector('[data-live-text]').textContent = text;
  });
  source.addEventListener('end', () => {
    source.close();
    window.location.reload();
  });
  source.addEventListener('error', () => {
    // The browser tries again by itself, unless it was told to stop.
    if (source.readyState === EventSource.CLOSED)
      live.querySelector('[data-live-reload]')?.removeAttribute('hidden');
  });
}
