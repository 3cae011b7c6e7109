/** Runs an example, and compares what it says of its values: `expression; // value`. */
import { inspect } from 'node:util';
import ts from 'typescript';

/** A value that an example shows after an expression. */
export interface Claim {
  expression: string;
  /** As written, `…` for what is left out. */
  expected: string;
  actual: string;
}

/** TypeScript with the values reported, ready to run. */
interface Instrumented {
  code: string;
  claims: { expression: string; expected: string }[];
}

/**
 * Values of the expressions that an example makes a claim about.
 *
 * @param example TypeScript as in a notebook; imports of the library may stand in it, and are left out
 * @param names what the example can see
 */
export async function runExample(
  example: string,
  names: Record<string, unknown>,
): Promise<Claim[]> {
  const { code, claims } = instrument(example);
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const found: Claim[] = [];
  const scope = Object.keys(names);
  const report = (index: number, value: unknown): void => {
    const claim = claims[index];
    if (claim) found.push({ ...claim, actual: shown(value) });
  };
  const run = new Function(...scope, '__report', 'require', outputText) as (
    ...values: unknown[]
  ) => Promise<void>;
  await run(...scope.map((name) => names[name]), report, require);
  if (found.length < claims.length)
    throw new Error(`expected all ${claims.length} values to be reached; got ${found.length}.`);
  return found;
}

function instrument(example: string): Instrumented {
  const file = ts.createSourceFile('example.ts', example, ts.ScriptTarget.ES2022, true);
  const claims: Instrumented['claims'] = [];
  const lines = file.statements.map((statement) => {
    const text = statement.getText(file);
    if (ts.isImportDeclaration(statement))
      return /['"]dlts['"]/.test(statement.moduleSpecifier.getText(file))
        ? ''
        : asRequire(statement);
    const expected = ts.isExpressionStatement(statement)
      ? valueAfter(example, statement)
      : undefined;
    if (expected === undefined) return text;
    const expression = (statement as ts.ExpressionStatement).expression.getText(file);
    claims.push({ expression, expected });
    return `__report(${claims.length - 1}, ${expression});`;
  });
  // A function of its own: an example may call a variable as the library calls a function.
  return { code: `return (async () => {\n${lines.join('\n')}\n})();`, claims };
}

function asRequire(statement: ts.ImportDeclaration): string {
  const bindings = statement.importClause?.namedBindings;
  const module = statement.moduleSpecifier.getText();
  return bindings && ts.isNamedImports(bindings)
    ? `const ${bindings.getText()} = require(${module});`
    : `const ${statement.importClause?.name?.text ?? '_'} = require(${module});`;
}

/** The comment behind a statement, on its last line. */
function valueAfter(text: string, statement: ts.Statement): string | undefined {
  const [, value] = /^[^\S\n]*\/\/ ?([^\n]*)/.exec(text.slice(statement.getEnd())) ?? [];
  return value?.trim() || undefined;
}

interface TensorLike {
  arraySync(): unknown;
}
const isTensor = (value: unknown): value is TensorLike =>
  typeof value === 'object' && value !== null && 'arraySync' in value && 'dtype' in value;

/** As Node prints it, on one line; a tensor as its nested array. */
function shown(value: unknown): string {
  const plain = isTensor(value) ? value.arraySync() : value;
  return oneLine(inspect(plain, { breakLength: Infinity, depth: 8, maxArrayLength: 1000 }));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** `[1, 2]` is as good as `[ 1, 2 ]`. */
const tight = (text: string): string => text.replace(/([[{]) /g, '$1').replace(/ ([\]}])/g, '$1');

/** Whether a value is what was claimed. After a digit, `…` stands for more digits; elsewhere for anything. */
export function agrees({ expected, actual }: Pick<Claim, 'expected' | 'actual'>): boolean {
  const pattern = tight(oneLine(expected))
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .reduce((before, part) => {
      const more = /\d$/.test(before) ? '\\d*(?:e[+-]?\\d+)?' : '.*?';
      return `${before}${more}${part}`;
    });
  return new RegExp(`^${pattern}$`, 's').test(tight(actual));
}
