/** Small changes to a text that remember where everything came from. */

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * A list of replacements in one text, given in any order and not overlapping. Texts inserted at one place
 * appear in the order of insertion.
 */
export class Edits {
  private readonly list: Edit[] = [];

  constructor(private readonly source: string) {}

  insert(at: number, text: string): void {
    this.list.push({ start: at, end: at, text });
  }

  /** Replaces `[start, end)`. Line breaks inside are kept, so that line numbers stay. */
  replace(start: number, end: number, text = ''): void {
    const breaks = this.source.slice(start, end).replace(/[^\n]/g, '');
    this.list.push({ start, end, text: text + breaks });
  }

  private sorted(): Edit[] {
    return this.list.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  apply(): string {
    let result = '';
    let position = 0;
    for (const { start, end, text } of this.sorted()) {
      result += this.source.slice(position, start) + text;
      position = end;
    }
    return result + this.source.slice(position);
  }

  /** The offset in the original text of an offset in the changed one. */
  original(offset: number): number {
    let shift = 0;
    for (const { start, end, text } of this.sorted()) {
      const at = start + shift;
      if (offset < at) break;
      if (offset < at + text.length) return start;
      shift += text.length - (end - start);
    }
    return Math.min(Math.max(offset - shift, 0), this.source.length);
  }
}

/** A position in a text; both numbers count from 0. */
export interface Position {
  line: number;
  column: number;
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) };
}

export function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(start + column, text.length);
}
