/**
 * A cell as TypeScript sees it without any types: the cell and the declarations of the cells before it, and nothing
 * else. It knows which names are whose, which is all that compiling needs.
 */
import { PREFIX, type CellProgram } from '../../../kernel/compile/project';
import { ts } from '../../../kernel/compile/typescript';

const CELL = '/cell.ts';
const EARLIER = '/earlier.d.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  newLine: ts.NewLineKind.LineFeed,
  sourceMap: true,
  noLib: true,
  noResolve: true,
  types: [],
};

/** The program in which `text` follows cells with these declarations. */
export function untypedProgram(declarations: string, text: string): CellProgram {
  const texts = new Map([
    [CELL, PREFIX + text],
    [EARLIER, PREFIX + declarations],
  ]);
  const program = ts.createProgram([EARLIER, CELL], OPTIONS, hostOf(texts));
  const cell = program.getSourceFile(CELL);
  const earlier = program.getSourceFile(EARLIER);
  if (!cell || !earlier) throw new Error('The compiler has lost the cell.');
  // Names that the cell does not declare are looked up in the scope around it: in the earlier cells.
  Object.assign(cell, { parent: earlier });
  return { program, cell, earlier };
}

function hostOf(texts: Map<string, string>): ts.CompilerHost {
  return {
    getSourceFile: (file, version) => {
      const text = texts.get(file);
      return text === undefined ? undefined : ts.createSourceFile(file, text, version, true);
    },
    fileExists: (file) => texts.has(file),
    readFile: (file) => texts.get(file),
    getDefaultLibFileName: () => '',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {},
  };
}
