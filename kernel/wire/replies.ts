/** What a front end is told about code: what may follow, and what a name is. Jupyter counts in its own way. */
import type { Session } from '../run/session';

/** Jupyter counts Unicode characters, JavaScript UTF-16 units. */
export function toUnits(code: string, characters: number): number {
  return [...code].slice(0, characters).join('').length;
}

export function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}

export function completeReply(session: Session, code: string, cursor: number): object {
  const info = session.complete(code, toUnits(code, cursor));
  const start = toCharacters(code, info.start);
  const end = toCharacters(code, info.end);
  const types = info.entries.map(({ name, kind }) => ({ text: name, type: kind, start, end }));
  return {
    status: 'ok',
    matches: info.entries.map(({ name }) => name),
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: types },
  };
}

export function inspectReply(session: Session, code: string, cursor: number): object {
  const found = session.inspectName(code, toUnits(code, cursor));
  const data = found ? { 'text/plain': found.text, 'text/markdown': found.markdown } : {};
  return { status: 'ok', found: found !== undefined, data, metadata: {} };
}
