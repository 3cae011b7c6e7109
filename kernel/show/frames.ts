/** The way that led to an error: through the reader's cells and files in full, through libraries briefly. */
import type { Position } from '../compile/edits';
import { cyan, dim, green, red } from './paint';

/** One call that was under way. */
export interface Frame {
  name: string;
  script: string;
  place: Position;
}

/** How a call outside of the cells reads. */
export interface Outside {
  /** The file and its line: `src/plot/numbers.ts:112`. */
  text: string;
  /** Whether the file is the reader's. */
  own: boolean;
}

/** Where traces find the cells, and what surrounds them. */
export interface CellBook {
  /** The calls that were under way when an error was made, the innermost first. */
  framesOf(error: Error): Frame[];
  /** What the cell is called, and its source. */
  cell(script: string): { label: string; source: string } | undefined;
  /** The place in the cell's source of a place in the code that ran. */
  locate(script: string, place: Position): Position | undefined;
  /** How a call outside of the cells reads; `undefined` for the kernel's own. */
  outside(frame: Frame): Outside | undefined;
  /** Any value as text. */
  inspect(value: unknown): string;
}

/** How many frames of libraries are shown between two frames of cells. */
const LIBRARY_FRAMES = 4;
/** How many places in cells are shown. */
const CELL_FRAMES = 8;

/** One entry of a trace. */
type Entry =
  | { kind: 'cell'; name: string; label: string; source: string; place: Position; repeats: number }
  | { kind: 'file'; name: string; outside: Outside };

/** The calls that a reader can make use of. */
export function entriesOf(frames: readonly Frame[], book: CellBook): Entry[] {
  return groupRepeats(frames).flatMap(({ frame, repeats }): Entry[] => {
    const { name, script, place } = frame;
    const cell = book.cell(script);
    if (cell) {
      const found = book.locate(script, place);
      return found ? [{ kind: 'cell', name, ...cell, place: found, repeats }] : [];
    }
    const outside = name.startsWith('__tslab') ? undefined : book.outside(frame);
    return outside ? [{ kind: 'file', name, outside }] : [];
  });
}

/** The lines of a trace, with the cells' own lines in it. */
export function frameLines(frames: readonly Frame[], book: CellBook): string[] {
  const lines: string[] = [];
  let inLibrary = 0;
  let shown = 0;
  for (const entry of entriesOf(frames, book)) {
    if (entry.kind === 'cell') {
      inLibrary = 0;
      if (++shown <= CELL_FRAMES) lines.push(...cellLines(entry, shown === 1 ? 1 : 0));
    } else if (entry.outside.own) {
      lines.push(`  at ${fileLine(entry)}`);
    } else if (++inLibrary <= LIBRARY_FRAMES) {
      lines.push(dim(`  at ${fileLine(entry)}`));
    } else if (inLibrary === LIBRARY_FRAMES + 1) {
      lines.push(dim('  …'));
    }
  }
  if (shown > CELL_FRAMES) lines.push(dim(`  … ${shown - CELL_FRAMES} more`));
  return lines;
}

/** The calls as lines of plain text, as in the stack of an error. */
export function plainFrames(frames: readonly Frame[], book: CellBook): string[] {
  return entriesOf(frames, book).map((entry) => {
    if (entry.kind === 'file') return `    at ${fileLine(entry)}`;
    const { name, label, place } = entry;
    return `    at ${name && `${name}, `}${label} line ${place.line + 1}, column ${place.column + 1}`;
  });
}

function fileLine({ name, outside }: Extract<Entry, { kind: 'file' }>): string {
  return `${name && `${name}, `}${outside.text}`;
}

function cellLines(entry: Extract<Entry, { kind: 'cell' }>, around: number): string[] {
  const { name, label, source, place, repeats } = entry;
  const who = name && `${cyan(name)}, `;
  const lines = [`  at ${who}${green(label)} line ${place.line + 1}, column ${place.column + 1}`];
  lines.push(...codeFrame(source, place, around));
  if (repeats > 0) lines.push(dim(`  … ${repeats} more calls from the same place`));
  return lines;
}

/** Calls of a recursion, one after another from one place, make one group. */
function groupRepeats(frames: readonly Frame[]): { frame: Frame; repeats: number }[] {
  const groups: { frame: Frame; repeats: number }[] = [];
  for (const frame of frames) {
    const group = groups.at(-1);
    if (group && isSamePlace(group.frame, frame)) group.repeats++;
    else groups.push({ frame, repeats: 0 });
  }
  return groups;
}

function isSamePlace(a: Frame, b: Frame): boolean {
  return (
    a.script === b.script && a.place.line === b.place.line && a.place.column === b.place.column
  );
}

/** The lines around a place, with the place marked. */
export function codeFrame(source: string, { line, column }: Position, around: number): string[] {
  const lines = source.split('\n');
  const first = Math.max(0, line - around);
  const last = Math.min(lines.length - 1, line + around);
  const width = String(last + 1).length;
  const result: string[] = [];
  for (let i = first; i <= last; i++) {
    const number = String(i + 1).padStart(width);
    const text = lines[i] ?? '';
    if (i !== line) {
      result.push(dim(`      ${number} │ ${text}`));
      continue;
    }
    result.push(`    ${red('→')} ${number} │ ${text}`);
    const gap = text.slice(0, column).replace(/[^\t]/g, ' ');
    result.push(`      ${' '.repeat(width)} │ ${gap}${red('^')}`);
  }
  return result;
}
