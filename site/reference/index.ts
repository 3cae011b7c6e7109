/**
 * Writes the pages of the reference: `node --import tsx site/reference/index.ts <folder>`.
 *
 * Beside the Markdown it leaves `figures.json`, from which stored pictures are made, `sources.json`, the files that the
 * pages link, and `rooms.json`, the order of the pages.
 */
import fs from 'node:fs';
import path from 'node:path';
import { readApi } from './api';
import { readEntries } from './entries';
import { overviewPage, roomPage } from './pages';
import { drawGallery, galleryGrid, lightSvg } from './pictures';
import { ROOMS, pageOf } from './rooms';
import { SOURCES } from './program';

async function main(folder: string): Promise<void> {
  const api = readApi();
  const entries = readEntries(api);
  const pictures = await drawGallery();
  const missing = entries.filter(({ name }) => name.startsWith('plot.') && !pictures.has(name));
  if (missing.length > 0)
    throw new RangeError(
      `The gallery: expected a picture for every function of plot; got none for ${missing.map(({ name }) => name).join(', ')}; add it to site/reference/gallery.ts.`,
    );
  fs.mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string): void =>
    fs.writeFileSync(path.join(folder, file), text);
  const shown = new Map([...pictures].map(([name, { markdown }]) => [name, markdown]));
  for (const room of ROOMS) {
    const values = api.values.filter(({ name, symbol }) => {
      const source = symbol.valueDeclaration?.getSourceFile().fileName ?? '';
      return pageOf(name, path.posix.relative(SOURCES, source)) === room.id;
    });
    const own = entries.filter(({ page }) => page === room.id).map(({ anchor }) => anchor);
    const lead = room.id === 'plot' ? galleryGrid(own, pictures) : '';
    write(`${room.id}.md`, roomPage(room, entries, values, shown, lead));
  }
  write('index.md', overviewPage(entries));
  const figures = [...pictures].flatMap(([name, { figure }]) => (figure ? [{ name: name.slice('plot.'.length), figure }] : [])); // prettier-ignore
  write('figures.json', JSON.stringify(figures));
  fs.mkdirSync(path.join(folder, 'gallery'), { recursive: true });
  for (const [name, { svg }] of pictures)
    if (svg) write(path.join('gallery', `${name.slice('plot.'.length)}.svg`), lightSvg(svg));
  write('rooms.json', JSON.stringify(ROOMS.map(({ id }) => id)));
  write('sources.json', JSON.stringify([...new Set(entries.map(({ file }) => file))]));
}

const [, , folder] = process.argv;
if (!folder) throw new TypeError('site/reference: expected a folder to write to; got none.');
main(folder).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
