/**
 * Makes the index of the search: `node --import tsx site/search/build.ts <sections.json> <script>`.
 *
 * The index is a script, because a page that is opened from a folder may not fetch files.
 */
import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import { INDEX_OPTIONS, type Section } from './sections';

/** Names in code: each once, for it is enough to find the section. */
const namesIn = (code: string): string =>
  [...new Set(code.match(/[A-Za-z_]\w{2,}/g) ?? [])].join(' ');

function main(from: string, to: string): void {
  const sections = JSON.parse(fs.readFileSync(from, 'utf8')) as Section[];
  const index = new MiniSearch(INDEX_OPTIONS);
  index.addAll(sections.map((section, id) => ({ ...section, id, code: namesIn(section.code) })));
  const json = JSON.stringify(index).replace(/[\\']/g, '\\$&');
  const script = `window.dltsSearchIndex = '${json}';\n`;
  fs.writeFileSync(to, script);
  const size = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(
    `Search: ${sections.length} sections, ${size(Buffer.byteLength(script))}, compressed ${size(gzipSync(script).length)}.`,
  );
}

const [, , from, to] = process.argv;
if (!from || !to)
  throw new TypeError('site/search: expected sections.json and a script; got less.');
main(from, to);
