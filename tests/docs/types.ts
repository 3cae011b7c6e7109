/** Strict types of examples, each as a module of its own that imports from the library what it names. */
import path from 'node:path';
import ts from 'typescript';
import * as dlts from '../../src/index';
import { ROOT } from '../house/sources';

/** @returns one line for each fault */
export function typeErrors(examples: readonly { title: string; example: string }[]): string[] {
  // Beside the tests, from where `../../src/index` is the library.
  const files = new Map(
    examples.map(({ example }, i) => [
      path.join(ROOT, 'tests', 'docs', `example-${i}.ts`).replaceAll('\\', '/'),
      asModule(example),
    ]),
  );
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = files.get(file);
    return text === undefined
      ? getSourceFile.call(host, file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file, i) => {
    const source = program.getSourceFile(file);
    const faults = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return faults.map(
      ({ messageText }) =>
        `${examples[i]?.title}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  // As in cells of a notebook (scripts/notebooks/types.mjs): strict, and names may be there to be shown only.
  const off = { noUncheckedIndexedAccess: false, noUnusedLocals: false, noUnusedParameters: false };
  return { ...options, ...off, noEmit: true };
}

/** The names of the library that occur in an example, imported unless it imports or declares them itself. */
function asModule(example: string): string {
  const own = new Set<string>();
  const file = ts.createSourceFile('example.ts', example, ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node))
      own.add(node.name.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  const used = Object.keys(dlts).filter(
    (name) => !own.has(name) && new RegExp(`\\b${name}\\b`).test(example),
  );
  const text = example.replace(/from 'dlts'/g, "from '../../src/index'");
  const head = used.length > 0 ? `import { ${used.join(', ')} } from '../../src/index';\n` : '';
  return `${head}${wrapped(text)}\n`;
}

/** Statements that may await; imports stay at the top. */
function wrapped(text: string): string {
  const lines = text.split('\n');
  const imports = lines.filter((line) => /^import\b/.test(line));
  const rest = lines.filter((line) => !/^import\b/.test(line));
  return [...imports, 'export async function run() {', ...rest, '}'].join('\n');
}
