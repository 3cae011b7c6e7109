/** notebooks/results.json, and the tables of the README made from it and from notebooks/chapters.json. */
import fs from 'node:fs';
import { writeAtomically } from '../setup/files.mjs';
import { findingsLine } from './findings.mjs';
import { Project } from './project.mjs';

/** @typedef {import('./project.mjs').Problem} Problem */
/** @typedef {import('./outputs.mjs').Row} Row */

/**
 * @typedef {object} ChapterResults
 * @property {string} chapter two digits
 * @property {number} seconds that the notebook took to execute
 * @property {Row[]} results
 * @property {import('./findings.mjs').Finding[]} [findings] absent while the chapter has none
 * @property {import('./ran-on.mjs').RanOn} [ranOn] what it was executed with
 */

/** @param {Project} project @returns {ChapterResults[]} empty when there are none */
export function readResults(project) {
  try {
    return JSON.parse(fs.readFileSync(project.resultsFile, 'utf8'));
  } catch {
    return [];
  }
}

/**
 * Replaces the results of the chapters given; the others stay.
 *
 * @param {ChapterResults[]} fresh
 * @param {Project} [project]
 */
export function writeResults(fresh, project = new Project()) {
  const kept = readResults(project).filter(
    ({ chapter }) =>
      !fresh.some((each) => each.chapter === chapter) &&
      project.chapters().some((each) => each.id === chapter),
  );
  const all = [...kept, ...fresh].sort((a, b) => (a.chapter < b.chapter ? -1 : 1));
  writeAtomically(project.resultsFile, JSON.stringify(all, null, 2) + '\n');
}

/** Writes the tables into the README. @param {Project} [project] */
export function writeReadme(project = new Project()) {
  const { text, problems } = withTables(project);
  if (problems.length > 0) return problems;
  if (text !== fs.readFileSync(project.readme, 'utf8')) writeAtomically(project.readme, text);
  return [];
}

/** The README's tables are those of the stored results. @param {Project} [project] @returns {Problem[]} */
export function checkReadme(project = new Project()) {
  const { text, problems } = withTables(project);
  if (problems.length > 0 || text === fs.readFileSync(project.readme, 'utf8')) return problems;
  const message =
    'tables are not those of notebooks/results.json; run npm run notebooks -- --readme';
  return [{ file: project.short(project.readme), message }];
}

/** @param {Project} project */
function withTables(project) {
  let text = fs.readFileSync(project.readme, 'utf8');
  /** @type {Problem[]} */
  const problems = [];
  const tables = { chapters: chapterTable(project), results: resultTable(project) };
  for (const [name, table] of Object.entries(tables)) {
    const marked = new RegExp(`(<!-- ${name}:start -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
    if (!marked.test(text))
      problems.push({
        file: project.short(project.readme),
        message: `lacks the lines <!-- ${name}:start --> and <!-- ${name}:end -->`,
      });
    text = text.replace(marked, (_, start, end) => `${start}${table}${end}`);
  }
  return { text, problems };
}

/** @param {Project} project */
function chapterTable(project) {
  const rows = project.chapters().map((chapter) => {
    const file = project.short(project.notebook(chapter));
    const there = fs.existsSync(project.notebook(chapter));
    return [
      chapter.id,
      there ? `[${chapter.title}](${file})` : `${chapter.title} (in preparation)`,
      chapter.summary,
      `${chapter.readMinutes} min`,
      `${chapter.runMinutes} min`,
    ];
  });
  return table(['', 'chapter', 'what', 'to read', 'to run'], rows);
}

/** @param {Project} project */
function resultTable(project) {
  const rows = readResults(project).flatMap(({ chapter, results }) =>
    results.map(({ name, value, low, high, unit, anchor }) => {
      const number = formatFor(low, high);
      return [
        chapter,
        name,
        value === null ? 'not a number' : withUnit(number(value), unit),
        `${number(low)} to ${withUnit(number(high), unit)}`,
        anchor,
      ];
    }),
  );
  if (rows.length === 0) return '';
  const results = table(['', 'result', 'measured', 'band', 'compared with'], rows);
  return results + findingsLine(readResults(project));
}

/**
 * As many decimals as the band's width needs, as in the notebook's own table.
 *
 * @param {number} low @param {number} high @returns {(value: number) => string}
 */
function formatFor(low, high) {
  const width = high - low || Math.abs(high) || 1;
  const decimals = Math.min(10, Math.max(0, 1 - Math.floor(Math.log10(width))));
  return (value) => {
    const tiny = value !== 0 && Math.abs(value) < 10 ** -decimals / 2;
    return tiny ? value.toExponential(1) : String(Number(value.toFixed(decimals)));
  };
}

/** @param {string} text @param {string | undefined} unit */
const withUnit = (text, unit) => (unit === undefined ? text : `${text} ${unit}`);

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
