/** From a place in the code that ran back to the place in the cell that the reader wrote. */
import type { Edits, Position } from './edits';
import { offsetOf, positionOf } from './edits';

/** Reads a source map: which place in the source a place in generated code came from. */
export interface PlaceMap {
  locate(place: Position): Position | undefined;
}

/** Reads the text of a source map, version 3. Node and web pages each have their own way. */
export type ReadMap = (json: string) => PlaceMap;

/** A compiled cell, with all the steps that led to its code. */
export interface CellHistory {
  source: string;
  /** From the source to what was compiled. */
  prepared: Edits;
  /** What the compiler made of it, and its map. */
  emitted: string;
  map: string;
  /** From there to the code that runs. */
  edits: Edits;
  code: string;
}

/**
 * The place in the cell's source of a place in its code, or `undefined` for code of the kernel's own.
 *
 * @param linesBefore how many lines stand before the code, and before the text that was compiled
 */
export function locateInCell(
  cell: CellHistory,
  place: Position,
  linesBefore: { code: number; text: number },
  readMap: ReadMap,
): Position | undefined {
  const inCode = { line: place.line - linesBefore.code, column: place.column };
  if (inCode.line < 0) return undefined;
  const offset = offsetOf(cell.code, inCode);
  // What follows the cell's code is the function call around it.
  if (offset >= cell.code.lastIndexOf('\n')) return undefined;
  const inEmitted = positionOf(cell.emitted, cell.edits.original(offset));
  const inText = readMap(cell.map).locate(inEmitted);
  if (!inText || inText.line < linesBefore.text) return undefined;
  const line = inText.line - linesBefore.text;
  const offsetInText = offsetOf(cell.prepared.apply(), { line, column: inText.column });
  return positionOf(cell.source, cell.prepared.original(offsetInText));
}
