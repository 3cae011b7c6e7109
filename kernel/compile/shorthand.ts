/**
 * Prepares a cell's source for the compiler.
 *
 * Each use of an earlier cell's variable `x` turns into `exports.x` (see `transform.ts`), also where a name is not a
 * use: `{ x }` would become `{ exports.x }`, and `{ x: y } = …` would become `{ exports.x: y } = …`. Spelled out as
 * `{ x: x }` and `{ 'x': y }` both are right.
 */
import { Edits } from './edits';
import { parseModule, ts, walk } from './typescript';

/** The edits that make `source` safe for that. Every line stays on its line. */
export function prepare(source: string): Edits {
  const edits = new Edits(source);
  const file = parseModule(source);
  walk(file, (node) => {
    if (ts.isShorthandPropertyAssignment(node)) spellOut(node, edits);
    else if (ts.isBindingElement(node) && node.propertyName) quote(node.propertyName, edits);
    else if (ts.isPropertyAssignment(node) && isAssigned(node)) quote(node.name, edits);
  });
  for (const statement of file.statements)
    if (statement.end <= source.length) dropExport(statement, edits);
  return edits;
}

function spellOut(node: ts.ShorthandPropertyAssignment, edits: Edits): void {
  if (isAssigned(node)) edits.insert(node.name.getStart(), `'${node.name.text}': `);
  else edits.insert(node.name.end, `: ${node.name.text}`);
}

function quote(name: ts.PropertyName, edits: Edits): void {
  if (!ts.isIdentifier(name)) return;
  edits.insert(name.getStart(), "'");
  edits.insert(name.end, "'");
}

/** Whether `property` stands in a pattern that is assigned to, as in `({ a, b: [c] } = value)`. */
function isAssigned(property: ts.Node): boolean {
  let node = property.parent;
  let child = property;
  while (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isSpreadElement(node) ||
    (ts.isPropertyAssignment(node) && node.initializer === child)
  ) {
    child = node;
    node = node.parent;
  }
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return node.initializer === child;
  if (!ts.isBinaryExpression(node) || node.left !== child) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return ts.isObjectLiteralExpression(child) || ts.isArrayLiteralExpression(child);
}

/** In a notebook everything is visible to later cells: `export` means nothing, and is in the way of the kernel's own. */
function dropExport(statement: ts.Statement, edits: Edits): void {
  if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
    const start = statement.getStart();
    edits.replace(start, statement.end, ' '.repeat(statement.end - start));
  }
  if (!ts.canHaveModifiers(statement)) return;
  for (const modifier of ts.getModifiers(statement) ?? [])
    if (modifier.kind === ts.SyntaxKind.ExportKeyword)
      edits.replace(modifier.getStart(), modifier.end, '      ');
}
