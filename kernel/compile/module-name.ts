/** Cells that define a module, in tslab's way: a comment with `@module name` before anything else. */
import { ts } from './typescript';

/** The name of the module that a cell defines, or `undefined` for an ordinary cell. */
export function moduleName(source: string): string | undefined {
  for (const { pos, end } of ts.getLeadingCommentRanges(source, 0) ?? []) {
    const [, name] = /^\/\*\*[^]*@module\s+(\w+)\s*(\n|\*\/)/.exec(source.slice(pos, end)) ?? [];
    if (name !== undefined) return name;
  }
  return undefined;
}
