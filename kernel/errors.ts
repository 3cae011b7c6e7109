/** Turns what a cell threw, or what the compiler says about it, into Jupyter's `error` message. */
import path from 'node:path';
import util from 'node:util';
import type { Problem } from './cell-compiler';
import type { Position } from './edits';

export interface Failure {
  ename: string;
  evalue: string;
  /** Lines with ANSI colors. */
  traceback: string[];
}

/** Where traces find the cells. */
export interface CellBook {
  /** What the cell is called, and its source. */
  cell(script: string): { label: string; source: string } | undefined;
  /** The place in the cell's source of a place in the code that ran. */
  locate(script: string, place: Position): Position | undefined;
}

interface Frame {
  name: string;
  script: string;
  place: Position;
}

/** How many frames of libraries are shown between two frames of cells. */
const libraryFrames = 4;
/** How many places in cells are shown. */
const cellFrames = 8;
const longestCause = 3;

const paint =
  (on: number, off: number) =>
  (text: string): string =>
    `\x1b[${on}m${text}\x1b[${off}m`;
const red = paint(31, 39);
const green = paint(32, 39);
const cyan = paint(36, 39);
const bold = paint(1, 22);
const dim = paint(2, 22);

/** The failure of a cell that threw `error`. */
export function describeError(error: unknown, book: CellBook): Failure {
  if (!(error instanceof Error) && !util.types.isNativeError(error)) return describeThrown(error);
  const ename = errorName(error);
  const evalue = String(error.message);
  return { ename, evalue, traceback: [heading(ename, evalue), ...trace(error, book, 0)] };
}

function describeThrown(value: unknown): Failure {
  const evalue = typeof value === 'string' ? value : util.inspect(value);
  const ename = 'Thrown';
  const advice = dim('  Throw an Error to see where it came from: throw new Error(message)');
  return { ename, evalue, traceback: [heading(ename, evalue), advice] };
}

function errorName(error: Error): string {
  const own = error.name;
  return own === 'Error' ? error.constructor.name || own : String(own);
}

function heading(ename: string, evalue: string): string {
  return evalue ? `${bold(red(ename))}: ${evalue}` : bold(red(ename));
}

function trace(error: Error, book: CellBook, depth: number): string[] {
  const lines = frameLines(framesOf(error), book);
  const { cause } = error;
  if (cause !== undefined && depth < longestCause) {
    const inner = describeCause(cause, book, depth + 1);
    lines.push('', 'Caused by:', ...inner);
  }
  if (error instanceof AggregateError)
    for (const one of error.errors.slice(0, longestCause))
      lines.push('', 'One of the errors:', ...describeCause(one, book, depth + 1));
  return lines;
}

function describeCause(cause: unknown, book: CellBook, depth: number): string[] {
  if (!(cause instanceof Error)) return describeThrown(cause).traceback.slice(0, 1);
  return [heading(errorName(cause), cause.message), ...trace(cause, book, depth)];
}

function framesOf(error: Error): Frame[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  return stack.split('\n').flatMap((line) => {
    const match = /^\s+at (?:(.*?) \()?(?:file:\/\/)?([^()]+?):(\d+):(\d+)\)?$/.exec(line);
    if (!match) return [];
    const [, name = '', script = '', row, column] = match;
    return [
      {
        name: plainName(name),
        script,
        place: { line: Number(row) - 1, column: Number(column) - 1 },
      },
    ];
  });
}

/** Function names as the reader wrote them: calls to another cell's function carry a receiver. */
function plainName(name: string): string {
  return name
    .replace(/^async /, '')
    .replace(/^(Object|exports|Proxy)\./, '')
    .replace(/ \[as .*\]$/, '');
}

function isInternal({ script, name }: Frame): boolean {
  if (script.startsWith('node:') || script === '<anonymous>') return true;
  if (/[\\/]node_modules[\\/]tslab[\\/]/.test(script) || name.startsWith('__tslab')) return true;
  return path.dirname(script) === __dirname;
}

function frameLines(frames: Frame[], book: CellBook): string[] {
  const lines: string[] = [];
  let inLibrary = 0;
  let shown = 0;
  for (const group of groupRepeats(frames)) {
    const [frame] = group;
    const cell = book.cell(frame.script);
    const place = cell && book.locate(frame.script, frame.place);
    if (cell && place) {
      inLibrary = 0;
      const name = frame.name ? `${cyan(frame.name)}, ` : '';
      if (++shown > cellFrames) continue;
      lines.push(
        `  at ${name}${green(cell.label)} line ${place.line + 1}, column ${place.column + 1}`,
      );
      lines.push(...codeFrame(cell.source, place, shown === 1 ? 1 : 0));
      if (group.length > 1)
        lines.push(dim(`  … ${group.length - 1} more calls from the same place`));
    } else if (!cell && !isInternal(frame)) {
      inLibrary++;
      if (inLibrary <= libraryFrames) lines.push(dim(libraryLine(frame)));
      else if (inLibrary === libraryFrames + 1) lines.push(dim('  …'));
    }
  }
  if (shown > cellFrames) lines.push(dim(`  … ${shown - cellFrames} more`));
  return lines;
}

/** Calls of a recursion, one after another from one place, make one group. */
function groupRepeats(frames: Frame[]): [Frame, ...Frame[]][] {
  const groups: [Frame, ...Frame[]][] = [];
  for (const frame of frames) {
    const group = groups.at(-1);
    if (group && isSamePlace(group[0], frame)) group.push(frame);
    else groups.push([frame]);
  }
  return groups;
}

function isSamePlace(a: Frame, b: Frame): boolean {
  return (
    a.script === b.script && a.place.line === b.place.line && a.place.column === b.place.column
  );
}

function libraryLine({ name, script, place }: Frame): string {
  return `  at ${name ? `${name}, ` : ''}${shorten(script)}:${place.line + 1}`;
}

function shorten(script: string): string {
  const parts = script.split(/[\\/]node_modules[\\/]/);
  if (parts.length > 1) return parts.at(-1) ?? script;
  const library = path.resolve(__dirname, '..', '..', 'src');
  if (script.startsWith(library + path.sep))
    return path.join('dlts', path.relative(library, script));
  return path.relative(process.cwd(), script);
}

/** The lines around a place, with the place marked. */
function codeFrame(source: string, { line, column }: Position, around: number): string[] {
  const lines = source.split('\n');
  const first = Math.max(0, line - around);
  const last = Math.min(lines.length - 1, line + around);
  const width = String(last + 1).length;
  const result: string[] = [];
  for (let i = first; i <= last; i++) {
    const number = String(i + 1).padStart(width);
    if (i !== line) {
      result.push(dim(`      ${number} │ ${lines[i] ?? ''}`));
      continue;
    }
    result.push(`    ${red('→')} ${number} │ ${lines[i] ?? ''}`);
    const gap = (lines[i] ?? '').slice(0, column).replace(/[^\t]/g, ' ');
    result.push(`      ${' '.repeat(width)} │ ${gap}${red('^')}`);
  }
  return result;
}

/** The failure of a cell that the compiler rejects. It names every problem with its line. */
export function describeProblems(problems: Problem[], source: string, label: string): Failure {
  const syntax = problems.filter(({ code }) => code >= 1000 && code < 2000);
  // What cannot be read cannot be checked: complaints about its types would only distract.
  const shown = syntax.length > 0 ? syntax : problems;
  const ename = syntax.length > 0 ? 'SyntaxError' : 'TypeScriptError';
  const evalue = shown.map((problem) => `${placeText(problem)}: ${problem.message}`).join('\n');
  const count = shown.length === 1 ? 'a problem' : `${shown.length} problems`;
  const traceback = [heading(ename, `${count} in ${label}, which was not run`)];
  for (const problem of shown) {
    const where = problem.file ? problem.file : green(label);
    traceback.push(
      '',
      `${where} ${placeText(problem)}: ${problem.message} ${dim(`TS${problem.code}`)}`,
    );
    if (!problem.file) traceback.push(...codeFrame(source, problem.start, 1));
    const advice = adviceFor(problem.code);
    if (advice) traceback.push(dim(`  ${advice}`));
  }
  return { ename, evalue, traceback };
}

function placeText({ start }: Problem): string {
  return `line ${start.line + 1}, column ${start.column + 1}`;
}

function adviceFor(code: number): string | undefined {
  if (code === 2304 || code === 2552) return 'Has the cell that defines it been run?';
  if (code === 2307) return 'Is the package installed, and its name spelled right?';
  return undefined;
}
