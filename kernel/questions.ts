/** Answers to a front end's questions about code: complete? what may follow? what is this? */
import type { Session } from './session';
import { ts } from './typescript';

/** Jupyter counts Unicode characters, JavaScript UTF-16 units. */
export function toUnits(code: string, characters: number): number {
  return [...code].slice(0, characters).join('').length;
}

export function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}

/** Messages of the parser for something that is still open at the end of the text. */
const open = new Set([
  1002, // unterminated string literal
  1010, // '*/' expected
  1126, // unexpected end of text
  1160, // unterminated template literal
  1161, // unterminated regular expression literal
]);

export type Completeness =
  { status: 'complete' | 'invalid' } | { status: 'incomplete'; indent: string };

/** Whether `code` could be run as it stands, or goes on. */
export function completeness(code: string): Completeness {
  if (/\n[ \t]*\n[ \t]*$/.test(code)) return { status: 'complete' }; // the reader insists
  const file = ts.createSourceFile(
    'cell.ts',
    code,
    ts.ScriptTarget.Latest,
    false,
  ) as ts.SourceFile & {
    parseDiagnostics?: ts.DiagnosticWithLocation[];
  };
  const problems = file.parseDiagnostics ?? [];
  if (problems.length === 0) return { status: 'complete' };
  const end = code.trimEnd().length;
  const isOpen = problems.some(
    ({ start, length, code: rule }) =>
      start + length >= end && (open.has(rule) || (start >= end && rule !== 1128)),
  );
  return isOpen ? { status: 'incomplete', indent: indentAfter(code) } : { status: 'invalid' };
}

function indentAfter(code: string): string {
  const line = code.trimEnd().split('\n').at(-1) ?? '';
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return /[{([]\s*$/.test(line) ? `${indent}  ` : indent;
}

interface Entry {
  name: string;
  kind: string;
}

export function completeReply(session: Session, code: string, cursor: number): object {
  const info = session.complete(code, toUnits(code, cursor));
  const start = toCharacters(code, info.start);
  const end = toCharacters(code, info.end);
  const { entries } = info as unknown as { entries: Entry[] };
  const types = entries.map(({ name, kind }) => ({ text: name, type: kind, start, end }));
  return {
    status: 'ok',
    matches: info.candidates,
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: types },
  };
}

export function inspectReply(session: Session, code: string, cursor: number): object {
  const found = session.inspect(code, toUnits(code, cursor));
  const data = found ? { 'text/plain': found.text, 'text/markdown': found.markdown } : {};
  return { status: 'ok', found: found !== undefined, data, metadata: {} };
}
