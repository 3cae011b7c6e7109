/** The search of the pages: its script, and the index of all sections. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { run } from '../setup/process.mjs';
import { FOR_PAGES } from './demos.mjs';

/** What answers a search field. @param {string} folder for `search.js` */
export async function buildSearchScript(folder) {
  const { build } = await import('esbuild'); // there only once the npm packages are
  await build({
    entryPoints: [{ in: at('site', 'search', 'index.ts'), out: 'search' }],
    ...FOR_PAGES,
    outdir: folder,
  });
}

/**
 * @param {string} sections what site/_ext/course_site/sections.py wrote
 * @param {string} html folder of the built pages
 */
export async function buildSearch(sections, html) {
  const folder = path.join(html, '_static', 'search');
  fs.mkdirSync(folder, { recursive: true });
  const script = path.join(folder, 'index.js');
  const args = ['--import', 'tsx', at('site', 'search', 'build.ts'), sections, script];
  const said = await run(process.execPath, args, {
    log: 'search',
    what: 'Making the index of the search',
  });
  console.log(said.trim());
}
