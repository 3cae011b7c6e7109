/**
 * Objects that show themselves as the last value of a cell, and as text in a terminal.
 *
 * JupyterLab, nbconvert and the site builder all prefer `text/html` to `text/markdown`. Formulas and code
 * blocks, however, are rendered everywhere only from Markdown (in HTML, `$…$` stays raw on the static site and in
 * VS Code). So prose is sent as Markdown without HTML, tables as HTML; both with plain text.
 */

import { Displayable, type MimeBundle } from '../host/displayable';
import { escapeHtml } from '../host/html';

/** A piece of Markdown that shows itself; formulas as `$…$`. */
export class MarkdownText extends Displayable {
  constructor(readonly markdown: string) {
    super();
  }

  override toMimeBundle(): MimeBundle {
    return markdownBundle(this.markdown);
  }
}

/** Bundle of Markdown and the same as plain text. */
export function markdownBundle(markdown: string): MimeBundle {
  return { 'text/markdown': markdown, 'text/plain': plainText(markdown) };
}

/** Markdown without its bold marks, quote bars and HTML tags: readable in a terminal. Code stays as it is. */
export function plainText(markdown: string): string {
  return markdown
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? withoutFence(part) : withoutMarks(part)))
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutFence(code: string): string {
  return code.replace(/^```\w*\n?|\n?```$/g, '');
}

function withoutMarks(text: string): string {
  return text
    .replace(/<\/?[a-z][^>]*>/g, '')
    .replace(/\*\*|^> ?/gm, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** One line of Markdown (`code`, **bold**, *emphasis*) as HTML, for places where Markdown is not read. */
export function inlineHtml(line: string): string {
  return line
    .split(/(`[^`]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? `<code>${escapeHtml(part.slice(1, -1))}</code>`
        : escapeHtml(part)
            .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
            .replace(/(^|[^*\w])\*([^*\s][^*]*)\*(?!\w)/g, '$1<em>$2</em>'),
    )
    .join('');
}
