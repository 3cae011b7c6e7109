/** Text and tables as HTML. */

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** `text` with the characters that HTML gives a meaning replaced. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}

/** A column of {@link htmlTable}. */
export interface HtmlColumn {
  name: string;
  /** `true` sets the column to the right, `false` to the left. Default: as the page does. */
  numeric?: boolean;
}

/** A table as {@link htmlTable} draws it. All text is plain; the table escapes it. */
export interface HtmlTable {
  columns: readonly HtmlColumn[];
  /** One text per column. */
  rows: readonly (readonly string[])[];
  caption?: string;
  /** Whether the first cell of each row names the row. Default false. */
  rowHeaders?: boolean;
  /** CSS class of the table. */
  className?: string;
}

/** A table in HTML, with scopes for screen readers and numbers to the right. */
export function htmlTable({ columns, rows, caption, rowHeaders, className }: HtmlTable): string {
  const style = (column: number): string => {
    const numeric = columns[column]?.numeric;
    return numeric === undefined ? '' : ` style="text-align:${numeric ? 'right' : 'left'}"`;
  };
  const head = columns
    .map(({ name }, column) => `<th scope="col"${style(column)}>${escapeHtml(name)}</th>`)
    .join('');
  const cell = (text: string, column: number): string =>
    rowHeaders && column === 0
      ? `<th scope="row"${style(column)}>${escapeHtml(text)}</th>`
      : `<td${style(column)}>${escapeHtml(text)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
  return (
    `<table${className ? ` class="${escapeHtml(className)}"` : ''}>\n` +
    (caption ? `<caption>${escapeHtml(caption)}</caption>\n` : '') +
    `<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`
  );
}
