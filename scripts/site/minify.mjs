/** Scripts and style sheets without what no browser reads. */
import fs from 'node:fs';
import path from 'node:path';

/** Style sheets of a folder without their comments. @param {string} folder */
export async function minifyStyles(folder) {
  const { transformSync } = await import('esbuild'); // there only once the npm packages are
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.css'))) {
    const file = path.join(folder, name);
    const { code } = transformSync(fs.readFileSync(file, 'utf8'), { loader: 'css', minify: true });
    fs.writeFileSync(file, code);
  }
}

/** A script in a third of the size: plotly.js-dist and Sphinx have the readable ones only. @param {string} file @param {string} to may be the same */
export async function minifyScript(file, to) {
  const { transformSync } = await import('esbuild');
  const { code } = transformSync(fs.readFileSync(file, 'utf8'), {
    minify: true,
    legalComments: 'inline',
  });
  fs.rmSync(file);
  fs.writeFileSync(to, code);
}
