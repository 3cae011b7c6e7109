/** The field above the table of all functions: rows that do not match are hidden while one types. */

/** Makes the field of the overview filter its table. */
export function filterReference(): void {
  const box = document.querySelector<HTMLElement>('.reference-filter');
  const table = document.getElementById(box?.dataset['filter'] ?? '');
  const input = box?.querySelector('input');
  const status = box?.querySelector('[role="status"]');
  if (!box || !table || !input || !status) return;
  const groups = [...table.querySelectorAll('tbody')].map((body) => ({
    body,
    rows: [...body.querySelectorAll<HTMLElement>('tr:not(.reference-group)')].map((row) => ({
      row,
      text: (row.textContent ?? '').toLowerCase(),
    })),
  }));
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const filter = (): void => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { body, rows } of groups) {
      const before = shown;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown++;
      }
      body.hidden = shown === before;
    }
    status.textContent = words.length > 0 ? `${shown} of ${total} functions` : '';
  };
  input.addEventListener('input', filter);
  box.hidden = false;
  if (input.value) filter(); // a browser that goes back keeps what was typed
}
