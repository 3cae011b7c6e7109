/** Whether a text could be run as it stands, or goes on. */
import { PREFIX } from './project';
import { parse, parseProblems } from './typescript';

/** Messages of the parser for something that is still open at the end of the text. */
const OPEN = new Set([
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
  const problems = parseProblems(parse(PREFIX + code));
  if (problems.length === 0) return { status: 'complete' };
  const end = PREFIX.length + code.trimEnd().length;
  const isOpen = problems.some(
    ({ start, length, code: rule }) =>
      start + length >= end && (OPEN.has(rule) || (start >= end && rule !== 1128)),
  );
  return isOpen ? { status: 'incomplete', indent: indentAfter(code) } : { status: 'invalid' };
}

function indentAfter(code: string): string {
  const line = code.trimEnd().split('\n').at(-1) ?? '';
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return /[{([]\s*$/.test(line) ? `${indent}  ` : indent;
}
