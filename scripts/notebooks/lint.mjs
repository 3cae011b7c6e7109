/** Format (prettier) and lint (eslint) of the code cells of the text twins. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { writeAtomically } from '../setup/files.mjs';
import { Project } from './project.mjs';
import { codeCells, program } from './twin.mjs';

/**
 * @param {import('./project.mjs').Chapter[]} [chapters] default: all that are written
 * @param {Project} [project]
 * @returns {Promise<import('./project.mjs').Problem[]>} with the line in the twin
 */
export async function lintTwins(chapters, project = new Project()) {
  const eslint = await linter(project);
  /** @type {import('./project.mjs').Problem[]} */
  const problems = [];
  for (const chapter of chapters ?? project.written()) {
    const cells = codeCells(fs.readFileSync(project.twin(chapter), 'utf8'));
    const found = [...(await formatFaults(cells, project)), ...cells.flatMap(unjudged)];
    if (eslint !== undefined) {
      const filePath = path.join(project.notebooks, `${chapter.slug}.cells.ts`);
      found.push(...(await lintFaults(cells, eslint, filePath)));
    }
    const file = project.short(project.twin(chapter));
    problems.push(...found.map((each) => ({ file, ...each })));
  }
  return problems;
}

/** @typedef {{ line: number | undefined, message: string }} Fault */

/** @param {import('./twin.mjs').CodeCell[]} cells @param {Project} project @returns {Promise<Fault[]>} */
async function formatFaults(cells, project) {
  const message = 'not in prettier’s format; run npm run notebooks -- --format';
  const lines = await Promise.all(cells.map((cell) => unformatted(cell, project)));
  return lines.flatMap((line) => (line === undefined ? [] : [{ line, message }]));
}

/** What only counts as the last statement of its cell, because only that one is shown, stored and judged. */
const JUDGED = ['finding', 'expected'];

/** @param {import('./twin.mjs').CodeCell} cell @returns {Fault[]} */
export function unjudged({ line, source }) {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022);
  return file.statements.slice(0, -1).flatMap((statement) => {
    const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (call === undefined || !ts.isCallExpression(call)) return [];
    const name = call.expression.getText(file);
    if (!JUDGED.includes(name)) return [];
    const below = file.getLineAndCharacterOfPosition(statement.getStart(file)).line;
    const message = `${name}: only the last statement of a cell is shown and judged; end the cell with it`;
    return [{ line: line + below, message }];
  });
}

/**
 * @param {import('./twin.mjs').CodeCell[]} cells
 * @param {import('eslint').ESLint} eslint
 * @param {string} filePath whose rules apply
 * @returns {Promise<Fault[]>}
 */
async function lintFaults(cells, eslint, filePath) {
  const { text, lines } = program(cells);
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map((each) => ({
    line: lines[each.line - 1],
    message: `${each.ruleId}: ${each.message}`,
  }));
}

/**
 * Formats the code cells in place.
 *
 * @param {import('./project.mjs').Chapter[]} [chapters]
 * @param {Project} [project]
 * @returns {Promise<string[]>} the twins that changed
 */
export async function formatTwins(chapters, project = new Project()) {
  const changed = [];
  for (const chapter of chapters ?? project.written()) {
    const file = project.twin(chapter);
    const text = fs.readFileSync(file, 'utf8');
    const lines = text.split('\n');
    // From the last cell to the first, so that the lines of those before stay where they are.
    for (const { line, source } of codeCells(text).reverse()) {
      const better = await formatted(source, project).catch(() => source);
      lines.splice(line - 1, source.split('\n').length, ...better.split('\n'));
    }
    if (lines.join('\n') === text) continue;
    writeAtomically(file, lines.join('\n'));
    changed.push(project.short(file));
  }
  return changed;
}

/** @param {Project} project */
async function linter(project) {
  if (!fs.existsSync(path.join(project.top, 'eslint.config.mjs'))) return undefined;
  const { ESLint } = await import('eslint');
  return new ESLint({
    cwd: project.top,
    overrideConfig: [
      {
        files: ['notebooks/**/*.ts'],
        rules: {
          // A cell ends with the expression that it shows.
          '@typescript-eslint/no-unused-expressions': 'off',
          // Placeholders of exercises do not use their arguments yet.
          '@typescript-eslint/no-unused-vars': ['error', { args: 'none', varsIgnorePattern: '^_' }],
        },
      },
    ],
  });
}

/** @param {string} source @param {Project} project */
async function formatted(source, project) {
  const prettier = await import('prettier');
  const options = await prettier.resolveConfig(path.join(project.top, 'src', 'index.ts'));
  const text = await prettier.format(source, { ...options, parser: 'typescript' });
  return text.replace(/\n$/, '');
}

/**
 * @param {import('./twin.mjs').CodeCell} cell
 * @param {Project} project
 * @returns {Promise<number | undefined>} the first line that prettier would change
 */
async function unformatted({ source, line }, project) {
  // A cell that cannot be parsed is reported by the type check.
  const better = await formatted(source, project).catch(() => source);
  if (better === source) return undefined;
  const lines = source.split('\n');
  const at = better.split('\n').findIndex((each, i) => each !== lines[i]);
  return line + Math.max(0, Math.min(at, lines.length - 1));
}
