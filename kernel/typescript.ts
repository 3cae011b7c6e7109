/** The TypeScript compiler that tslab brings, so that all parts of the kernel speak of the same one. */
import ts from '@tslab/typescript-for-tslab';

export { ts };

export function parse(text: string, name = 'cell.ts'): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

/** Calls `visit` for `node` and everything in it; `visit` returns `false` to stay out of a node. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => walk(child, visit));
}
