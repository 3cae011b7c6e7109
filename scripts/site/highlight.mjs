/** TypeScript as HTML, marked by the grammar and the classes of the editor of the pages' cells (site/cells/page/editor.ts). */
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { classHighlighter, highlightCode } from '@lezer/highlight';
import readline from 'node:readline';

/** What has a color of its own in site/_static/code.css; the rest needs no element around it. */
const COLORED =
  /tok-(keyword|string2?|number|bool|atom|comment|typeName|className|namespace|propertyName tok-definition)$/;

/**
 * @param {string} code
 * @returns {string} HTML whose text is the code
 */
export function highlighted(code) {
  const parts = /** @type {string[]} */ ([]);
  let open = '';
  const mark = (/** @type {string} */ kind) => {
    if (kind === open) return;
    if (open) parts.push('</span>');
    if (kind) parts.push(`<span class="${kind}">`);
    open = kind;
  };
  const put = (/** @type {string} */ text, /** @type {string} */ classes) => {
    // White space has no color: two keywords in a row are one element.
    if (text.trim() !== '') mark(COLORED.test(classes) ? classes : '');
    parts.push(escapeHtml(text));
  };
  const tree = typescriptLanguage.parser.parse(code);
  highlightCode(code, tree, classHighlighter, put, () => put('\n', ''));
  mark('');
  return parts.join('');
}

const escapeHtml = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// One JSON line in, one JSON line out: site/_ext/course_site/lezer_code.py asks.
if (process.argv.includes('--lines'))
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    console.log(JSON.stringify({ html: highlighted(JSON.parse(line).code) }));
  });
