/**
 * Turns the JavaScript that the compiler emits for a cell into what the kernel runs.
 *
 * The compiler copies each variable into `exports` when it is set, so that a closure over an earlier `let`
 * misses a later reassignment. Here the cell hands out live access to its variables instead, which other
 * cells reach through accessors on `exports` (see `scope.ts`). Every `await` passes through the kernel, which
 * makes it a place where an interrupt can stop the cell (see `interrupt.ts`).
 */
import { Edits } from './edits';
import { KERNEL_GLOBAL } from './kernel-global';
import { parseModule, ts, walk } from './typescript';

/** Name under which a cell knows its `CellRecord` (see `run/scope.ts`). */
const RECORD = '__tslabCell';

export interface CellCode {
  code: string;
  /** From the code back to the emitted JavaScript. */
  edits: Edits;
  /** Whether it awaits outside of functions. */
  awaits: boolean;
  /** The names that the cell defines for later cells. */
  names: string[];
}

interface Variable {
  constant: boolean;
}

/**
 * @param emitted CommonJS code of the cell
 * @param lastExpression name of the property of `exports` that receives the trailing expression
 * @param script name by which traces call the code
 */
export function rewriteCell(
  emitted: string,
  lastExpression: string | undefined,
  script: string,
): CellCode {
  const edits = new Edits(emitted);
  const file = parseModule(emitted, 'cell.js');
  const names = exportedNames(file, lastExpression);
  const variables = new Map([...declaredVariables(file)].filter(([name]) => names.has(name)));
  edits.insert(0, opening(variables) + timersOf(file, variables));
  for (const statement of file.statements)
    rewriteStatement(statement, { names, variables, lastExpression }, edits);
  const awaits = guardAwaits(file, edits);
  edits.insert(emitted.length, `\n//# sourceURL=${script}`);
  return { code: edits.apply(), edits, awaits, names: [...names] };
}

function opening(variables: Map<string, Variable>): string {
  const access = [...variables].map(([name, { constant }]) =>
    constant ? `${name}: [() => ${name}]` : `${name}: [() => ${name}, (__v) => { ${name} = __v; }]`,
  );
  return `"use strict"; const ${RECORD} = ${KERNEL_GLOBAL}.open({ ${access.join(', ')} }); `;
}

/** Timers that can be interrupted (see `timers.ts`), for the ones that the cell mentions. */
function timersOf(file: ts.SourceFile, variables: Map<string, Variable>): string {
  const used = ['setTimeout', 'setInterval', 'setImmediate'].filter(
    (name) => file.text.includes(name) && !variables.has(name),
  );
  return used.length > 0 ? `const { ${used.join(', ')} } = ${KERNEL_GLOBAL}.timers; ` : '';
}

/** `exports.name`, else `undefined`. */
function exportsMember(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  return node.expression.text === 'exports' ? node.name.text : undefined;
}

/** The names of `exports.a = exports.b = … = void 0`, with which emitted code begins. */
function clearedNames(statement: ts.Statement): string[] | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const names: string[] = [];
  let node = statement.expression;
  while (ts.isBinaryExpression(node)) {
    const name = exportsMember(node.left);
    if (name === undefined) return undefined;
    names.push(name);
    node = node.right;
  }
  // The reader's own `void work()` does something.
  return node.getText() === 'void 0' && names.length > 0 ? names : undefined;
}

/** `[name, value]` of the statement `exports.name = value;`. */
function exportsAssignment(statement: ts.Statement): [string, ts.Expression] | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
    return undefined;
  const { left, right, operatorToken } = statement.expression;
  const name = exportsMember(left);
  if (name === undefined || operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return [name, right];
}

function exportedNames(file: ts.SourceFile, lastExpression: string | undefined): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    for (const name of clearedNames(statement) ?? []) names.add(name);
    const [name, value] = exportsAssignment(statement) ?? [];
    if (name && value && ts.isIdentifier(value) && value.text === name) names.add(name);
  }
  if (lastExpression) names.delete(lastExpression);
  return names;
}

/** The variables, functions and classes of the cell's own scope. */
function declaredVariables(file: ts.SourceFile): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  const addPattern = (name: ts.BindingName, constant: boolean): void => {
    if (ts.isIdentifier(name)) variables.set(name.text, { constant });
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) addPattern(element.name, constant);
  };
  walk(file, (node) => {
    if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      if (node.parent === file && node.name) variables.set(node.name.text, { constant: true });
      return false;
    }
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (!ts.isVariableDeclarationList(node)) return undefined;
    const scoped = (node.flags & ts.NodeFlags.BlockScoped) !== 0;
    if (scoped && node.parent.parent !== file) return undefined;
    const constant = (node.flags & ts.NodeFlags.Const) !== 0;
    for (const declaration of node.declarations) addPattern(declaration.name, constant);
    return undefined;
  });
  return variables;
}

interface CellNames {
  names: Set<string>;
  variables: Map<string, Variable>;
  lastExpression: string | undefined;
}

function rewriteStatement(
  statement: ts.Statement,
  { names, variables, lastExpression }: CellNames,
  edits: Edits,
): void {
  const start = statement.getStart();
  const assignment = exportsAssignment(statement);
  if (clearedNames(statement) || isEsModuleMark(statement)) {
    edits.replace(start, statement.end);
  } else if (assignment && assignment[0] === lastExpression) {
    edits.replace(start, assignment[1].getStart(), `${RECORD}.last = `);
    dropCopies(assignment[1], { variables, lastExpression }, edits);
  } else if (assignment && variables.has(assignment[0]) && ts.isIdentifier(assignment[1])) {
    edits.replace(start, statement.end, `${RECORD}.commit('${assignment[0]}');`);
  } else if (assignment && names.has(assignment[0]) && !variables.has(assignment[0])) {
    edits.replace(
      start,
      assignment[1].getStart(),
      `${RECORD}.define('${assignment[0]}', { value: `,
    );
    edits.insert(assignment[1].end, ' })');
  } else if (!defineThroughRecord(statement, edits)) {
    dropCopies(statement, { variables, lastExpression }, edits);
  }
}

function isEsModuleMark(statement: ts.Statement): boolean {
  return /^Object\.defineProperty\(exports, "__esModule"/.test(statement.getText());
}

/** `Object.defineProperty(exports, "name", …)`: how an import reaches later cells. */
function defineThroughRecord(statement: ts.Statement, edits: Edits): boolean {
  const call = /^Object\.defineProperty\(exports, /.exec(statement.getText());
  if (!call) return false;
  edits.replace(statement.getStart(), statement.getStart() + call[0].length, `${RECORD}.define(`);
  return true;
}

/**
 * Removes `exports.x = ` before `x = …`: `exports` sees the variable itself. Where the compiler has put the whole cell
 * into a block, as `using` makes it do, the trailing expression is met here too.
 */
function dropCopies(
  node: ts.Node,
  { variables, lastExpression }: Omit<CellNames, 'names'>,
  edits: Edits,
): void {
  walk(node, (inner) => {
    if (!ts.isBinaryExpression(inner)) return;
    if (inner.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const name = exportsMember(inner.left);
    if (name === undefined) return;
    if (name === lastExpression)
      edits.replace(inner.left.getStart(), inner.left.end, `${RECORD}.last`);
    else if (variables.has(name)) edits.replace(inner.left.getStart(), inner.right.getStart());
  });
}

/** Leads every `await` through the kernel. Returns whether one stands outside of functions. */
function guardAwaits(file: ts.SourceFile, edits: Edits): boolean {
  let outside = false;
  const visit = (node: ts.Node, inFunction: boolean): void => {
    let operand: ts.Expression | undefined;
    let guard = 'guard';
    if (ts.isAwaitExpression(node)) operand = node.expression;
    else if (ts.isForOfStatement(node) && node.awaitModifier) {
      operand = node.expression;
      guard = 'guardEach';
    }
    if (operand) {
      if (!inFunction) outside = true;
      edits.insert(operand.getStart(), `${KERNEL_GLOBAL}.${guard}(`);
    }
    const inner = inFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, inner));
    if (operand) edits.insert(operand.end, ')');
  };
  visit(file, false);
  return outside;
}
