/** Markdown with formulas, for exercises, predictions and findings. A script of its own, loaded with the first of them. */
import katex from 'katex';
import MarkdownIt from 'markdown-it';

declare global {
  interface Window {
    dltsMarkdown?: (text: string) => string;
  }
}

const markdown = new MarkdownIt({ html: true, linkify: false });
/** Formulas go around Markdown, which would take their underscores for emphasis. */
const FORMULA = /\$\$([^]+?)\$\$|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)/g;
const CODE = /(```[^]*?```|`[^`\n]+`)/;

window.dltsMarkdown = (text) => {
  const formulas: string[] = [];
  const outside = (part: string): string =>
    part.replace(FORMULA, (_, display?: string, inline?: string) => {
      const tex = display ?? inline ?? '';
      formulas.push(katex.renderToString(tex, { displayMode: display !== undefined, throwOnError: false })); // prettier-ignore
      return `\u0001${formulas.length - 1}\u0002`;
    });
  const parts = text.split(CODE).map((part, i) => (i % 2 === 1 ? part : outside(part)));
  const html = markdown.render(parts.join(''));
  return html.replace(/\u0001(\d+)\u0002/g, (_, at: string) => formulas[Number(at)] ?? '');
};
