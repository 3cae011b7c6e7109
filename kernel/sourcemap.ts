/** Reads source maps: which place in the source a place in the generated code came from. */
import type { Position } from './edits';

interface Segment {
  column: number;
  source: Position;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes one comma-separated group of base-64 variable-length numbers. */
function decode(group: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of group) {
    const digit = digits.indexOf(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}

/** A source map of one file made from one file. */
export class SourceMap {
  private readonly lines: Segment[][];

  /** @param json the source map, version 3 */
  constructor(json: string) {
    const { mappings } = JSON.parse(json) as { mappings: string };
    const source = { line: 0, column: 0 };
    this.lines = mappings.split(';').map((line) => {
      let column = 0;
      const segments: Segment[] = [];
      for (const group of line.split(',')) {
        const [dColumn, , dLine, dSourceColumn] = decode(group);
        column += dColumn ?? 0;
        if (dLine === undefined || dSourceColumn === undefined) continue;
        source.line += dLine;
        source.column += dSourceColumn;
        segments.push({ column, source: { ...source } });
      }
      return segments;
    });
  }

  /** The source of a generated position: of the last mapped place at or before it, on its line if any. */
  locate({ line, column }: Position): Position | undefined {
    const segments = this.lines[line] ?? [];
    const before = segments.filter((segment) => segment.column <= column).at(-1) ?? segments[0];
    if (before) return before.source;
    for (let above = Math.min(line, this.lines.length) - 1; above >= 0; above--) {
      const last = this.lines[above]?.at(-1);
      if (last) return last.source;
    }
    return undefined;
  }
}
