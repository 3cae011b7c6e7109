/** Source maps, read by Node. */
import { SourceMap as NodeSourceMap } from 'node:module';
import type { Position } from '../compile/edits';
import type { PlaceMap, ReadMap } from '../compile/places';

interface MapText {
  mappings: string;
  sources?: string[];
}

/** A source map of one file made from one file. */
export class SourceMap implements PlaceMap {
  private readonly map: NodeSourceMap;

  /** @param json the source map, version 3 */
  constructor(json: string) {
    const { mappings, sources = ['source'] } = JSON.parse(json) as MapText;
    const unused = { version: 3, file: '', names: [], sourcesContent: [], sourceRoot: '' };
    this.map = new NodeSourceMap({ ...unused, mappings, sources });
  }

  /** The source of a generated position: of the last mapped place at or before it. */
  locate({ line, column }: Position): Position | undefined {
    const entry = this.map.findEntry(line, column);
    if (!('originalLine' in entry) || typeof entry.originalLine !== 'number') return undefined;
    return { line: entry.originalLine, column: entry.originalColumn };
  }
}

/** Reads a source map; the one asked for last is kept, since one trace asks for it several times. */
export function createMapReader(): ReadMap {
  let last: { json: string; map: SourceMap } | undefined;
  return (json) => {
    if (last?.json !== json) last = { json, map: new SourceMap(json) };
    return last.map;
  };
}
