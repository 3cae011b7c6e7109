/** Source maps, read in a page. */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { ReadMap } from '../../../kernel/compile/places';

/** Reads the text of a source map, version 3. */
export const readMap: ReadMap = (json) => {
  const map = new TraceMap(json);
  return {
    locate({ line, column }) {
      // The library counts lines from 1.
      const found = originalPositionFor(map, { line: line + 1, column });
      return found.line === null ? undefined : { line: found.line - 1, column: found.column };
    },
  };
};
