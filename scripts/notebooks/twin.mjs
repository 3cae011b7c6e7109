/**
 * Reads the code cells of a text twin, with their lines, and joins them into one TypeScript program that sees
 * names as the kernel does.
 */
import ts from 'typescript';

/**
 * @typedef {object} CodeCell
 * @property {number} line of its first code line in the twin, from 1
 * @property {string} source
 */

const OPENING = /^(`{3,}|~{3,})(\w*)(.*)$/;

/**
 * The code cells of a jupytext Markdown text. Fences in another language, or inside a `#region`, belong to
 * Markdown cells.
 *
 * @param {string} text
 * @returns {CodeCell[]}
 */
export function codeCells(text) {
  const lines = text.split('\n');
  /** @type {CodeCell[]} */
  const cells = [];
  let region = 0;
  for (let i = endOfHeader(lines); i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (/^<!-- #(region|md|markdown|raw)\b/.test(line)) region++;
    if (/^<!-- #end(region|md|markdown|raw)\b/.test(line)) region--;
    const [opening, fence = '', language = '', options = ''] = OPENING.exec(line) ?? [];
    if (opening === undefined) continue;
    const first = i + 1;
    do i++;
    while (i < lines.length && !isClosing(lines[i] ?? '', fence));
    if (region === 0 && fence === '```' && isCodeCell(language, options))
      cells.push({ line: first + 1, source: lines.slice(first, i).join('\n') });
  }
  return cells;
}

/** @param {string} language @param {string} options */
const isCodeCell = (language, options) => language === 'typescript' && !/^\s*[.{]/.test(options);

/** @param {string} line @param {string} fence */
const isClosing = (line, fence) => line.startsWith(fence) && /^(`+|~+)\s*$/.test(line);

/** @param {string[]} lines */
function endOfHeader(lines) {
  return lines[0] === '---' ? lines.indexOf('---', 1) + 1 : 0;
}

/**
 * All cells as one program. Every cell is a function inside the previous cell's function: it sees all that came
 * before with the declared types, may declare a name again, and may await. Imports, which cannot stand in a
 * function, move to the top.
 *
 * @param {readonly CodeCell[]} cells
 * @returns {{ text: string, lines: number[] }} `lines[i]` is the twin's line of the program's line i (from 0)
 */
export function program(cells) {
  /** @type {string[]} */
  const imports = [];
  /** @type {number[]} */
  const importLines = [];
  /** @type {string[]} */
  const body = [];
  /** @type {number[]} */
  const bodyLines = [];
  /** @type {Set<string>} */
  const known = new Set();
  for (const [index, cell] of cells.entries()) {
    const { code, hoisted } = takeImports(cell, known);
    for (const { text, line } of hoisted) {
      imports.push(text);
      importLines.push(line);
    }
    body.push(`async function _cell${index + 1}() {`, ...code.split('\n'));
    bodyLines.push(cell.line, ...code.split('\n').map((_, i) => cell.line + i));
  }
  const last = bodyLines.at(-1) ?? 1;
  const text = [...imports, ...body, '}'.repeat(cells.length), 'export {};', ''].join('\n');
  return { text, lines: [...importLines, ...bodyLines, last, last, last] };
}

/**
 * Takes the imports out of a cell. A name that an earlier cell imported from the same module is left out, since
 * the kernel allows it.
 *
 * @param {CodeCell} cell
 * @param {Set<string>} known `name from module` pairs so far; extended
 */
function takeImports({ source, line }, known) {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  let code = source;
  /** @type {{ text: string, line: number }[]} */
  const hoisted = [];
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const [start, end] = [statement.getStart(file), statement.getEnd()];
    code = code.slice(0, start) + blanked(code.slice(start, end)) + code.slice(end);
    const first = line + file.getLineAndCharacterOfPosition(start).line;
    const text = withoutKnown(statement, file, known);
    for (const [i, part] of text.split('\n').entries())
      hoisted.push({ text: part, line: first + i });
  }
  return { code, hoisted };
}

/** @param {string} text */
const blanked = (text) => text.replace(/[^\n]/g, ' ');

/**
 * @param {ts.ImportDeclaration} statement
 * @param {ts.SourceFile} file
 * @param {Set<string>} known
 */
function withoutKnown(statement, file, known) {
  const module = statement.moduleSpecifier.getText(file);
  const bindings = statement.importClause?.namedBindings;
  let text = statement.getText(file);
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    const fresh = bindings.elements.filter(
      (each) => !seen(`${each.name.text} from ${module}`, known),
    );
    if (fresh.length < bindings.elements.length)
      text =
        text.slice(0, bindings.getStart(file) - statement.getStart(file)) +
        `{ ${fresh.map((each) => each.getText(file)).join(', ')} }` +
        text.slice(bindings.getEnd() - statement.getStart(file));
  } else if (seen(`${statement.importClause?.getText(file)} from ${module}`, known)) text = '';
  return text;
}

/** @param {string} key @param {Set<string>} known */
function seen(key, known) {
  if (known.has(key)) return true;
  known.add(key);
  return false;
}
