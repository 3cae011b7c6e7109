/** The TypeScript compiler: one for cells and library, and no other part of the kernel brings its own. */
import ts from 'typescript';

export { ts };

/** The node tree of a text. Everything in it knows its parent. */
export function parse(text: string, name = 'cell.ts'): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

/**
 * The node tree of a text that may await at its top level. By itself, the text might be no module, in which
 * `await (x)` would be a call: an `export {}` follows it in the tree.
 */
export function parseModule(text: string, name?: string): ts.SourceFile {
  return parse(`${text}\nexport {};`, name);
}

/** What the parser has to say about a text, before any types are looked at. */
export function parseProblems(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  // The compiler keeps them on the file without declaring so.
  const { parseDiagnostics } = file as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  return parseDiagnostics ?? [];
}

/** Calls `visit` for `node` and everything in it; `visit` returns `false` to stay out of a node. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => walk(child, visit));
}
