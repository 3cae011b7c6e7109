/** Docstrings as HTML: what they say is Markdown, and names of functions lead to their sections. */
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: true });
// Whole addresses only: `README.md` is a file, not a place in Moldova.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export const escapeHtml = (text: string): string => markdown.utils.escapeHtml(text);

/** Finds the address of a function or type; nothing if it has none. */
export type Resolver = (name: string) => string | undefined;

/** `{@link train}` → `train`, as code: links are made from code. */
const withoutLinks = (text: string): string =>
  text.replace(/\{@link(?:code|plain)?\s+([\w.]+)(?:[\s|]+([^}]*))?\}/g, (_, name: string, label = '') => label.trim() || `\`${name}\``); // prettier-ignore

const CODE = /<code>([\w.]+)(\(\))?<\/code>/g;

function linkNames(html: string, addressOf: Resolver): string {
  return html.replace(CODE, (code, name: string) => {
    const address = addressOf(name);
    return address === undefined ? code : `<a href="${address}">${code}</a>`;
  });
}

/** One paragraph's content. */
export const inline = (text: string, addressOf: Resolver): string =>
  linkNames(markdown.renderInline(withoutLinks(text)).replace(/\n/g, ' '), addressOf);

/** Paragraphs and lists. */
export const block = (text: string, addressOf: Resolver): string =>
  linkNames(markdown.render(withoutLinks(text)).replace(/\n+/g, '\n').trim(), addressOf);

const CAMEL = /(?<=[a-z\d])(?=[A-Z])/g;

/** A type, whose names lead to where they are explained. */
export function typeHtml(text: string, addressOf: Resolver): string {
  const linked = escapeHtml(text).replace(/(?<![\w.'])[A-Z]\w+(?![\w'])/g, (name) => {
    const address = addressOf(name);
    return address === undefined ? name : `<a href="${address}">${name}</a>`;
  });
  // Long names may be broken between their parts.
  const broken = `>${linked}<`.replace(/>[^<]+</g, (text) => text.replace(CAMEL, '<wbr>'));
  return `<code>${broken.slice(1, -1)}</code>`;
}

/** The first sentence, for tables. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.split(/\n\s*\n/);
  const line = paragraph.replace(/\s*\n\s*/g, ' ');
  const end = /[.:](?=\s+[A-Z`{]|\s*$)/.exec(line.replace(/\b(e\.g|i\.e|vs|et al|eq)\./g, (short) => short.replace(/\./g, '·'))); // prettier-ignore
  const first = end ? line.slice(0, end.index) : line;
  return `${first.replace(/[.:]$/, '')}.`;
}
