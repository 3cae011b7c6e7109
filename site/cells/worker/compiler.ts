/**
 * Compiles cells in the page, without looking at types: a first result must not wait for megabytes of declarations.
 * Every step after the types is the kernel's own.
 */
import { rewriteCell } from '../../../kernel/compile/cell';
import type { CellService, CompiledCell, Kept } from '../../../kernel/compile/cell-compiler';
import type { Completion } from '../../../kernel/compile/completion';
import { completeness } from '../../../kernel/compile/completeness';
import { remaining } from '../../../kernel/compile/declarations';
import { positionOf, type Position } from '../../../kernel/compile/edits';
import { declaredNames, namesOf } from '../../../kernel/compile/names';
import { locateInCell, type CellHistory } from '../../../kernel/compile/places';
import type { Problem } from '../../../kernel/compile/problem';
import { PREFIX, type CellProgram } from '../../../kernel/compile/project';
import { prepare } from '../../../kernel/compile/shorthand';
import { survivors } from '../../../kernel/compile/survivors';
import { shareScope } from '../../../kernel/compile/transform';
import { parse, parseProblems, ts } from '../../../kernel/compile/typescript';
import { readMap } from './maps';
import { untypedProgram } from './program';

/** How many lines stand before a cell's code, and before its text as it was compiled. */
const LINES_BEFORE = { code: 1, text: 1 };

interface Compiled extends CellHistory {
  names: string[];
}

export class PageCompiler implements CellService {
  private readonly cells = new Map<string, Compiled>();

  convert(declarations: string, source: string, script: string): CompiledCell {
    const prepared = prepare(source);
    const text = prepared.apply();
    const nothing = { declarations, awaits: false, names: [], modules: [] };
    const read = parse(PREFIX + text);
    const problems = parseProblems(read).map((each) => problemOf(each, source, prepared));
    if (problems.length > 0) return { ...nothing, problems };
    const last = freeName('tsLastExpr', text);
    const { code: emitted, map, declarations: grown } = emit(declarations, text, last);
    const { code, edits, awaits, names } = rewriteCell(emitted, last, script);
    this.cells.set(script, { source, prepared, emitted, map, edits, code, names });
    return { problems: [], output: `\n${code}`, declarations: grown, awaits, names, modules: [] };
  }

  locate(script: string, place: Position): Position | undefined {
    const cell = this.cells.get(script);
    return cell && locateInCell(cell, place, LINES_BEFORE, readMap);
  }

  keep(declarations: string, script: string, names: string[]): Kept {
    const cell = this.cells.get(script);
    if (!cell) return { declarations, names: [] };
    const rest = survivors(cell.prepared.apply(), new Set(cell.names), new Set(names));
    const text = rest.map((statement) => statement.text).join('\n');
    const kept = emit(declarations, text, '_').declarations;
    return { declarations: kept, names: rest.flatMap((statement) => statement.names) };
  }

  completeness = completeness;

  locateInModule(): undefined {
    return undefined;
  }

  /** Questions about names are answered where the types are. */
  complete(_declarations: string, _source: string, offset: number): Completion {
    return { start: offset, end: offset, entries: [] };
  }

  inspect(): undefined {
    return undefined;
  }
}

interface Emitted {
  code: string;
  map: string;
  declarations: string;
}

const MAP_COMMENT = /\n?\/\/# sourceMappingURL=.*\s*$/;

/** @param last name of the property of `exports` that receives the trailing expression */
function emit(declarations: string, text: string, last: string): Emitted {
  const names = [...new Set(declaredNames(parse(PREFIX + text)).map((name) => name.text))];
  // Only what is exported appears among the properties of `exports`.
  const exported = names.length > 0 ? `\nexport { ${names.join(', ')} };` : '';
  const loaded = untypedProgram(declarations, text + exported);
  const { program, cell, earlier } = loaded;
  const checker = program.getTypeChecker();
  const result: Emitted = { code: '', map: '', declarations: '' };
  program.emit(
    cell,
    (file, content) => {
      if (file.endsWith('.map')) result.map = content;
      else result.code = content.replace(MAP_COMMENT, '\n');
    },
    undefined,
    false,
    { before: [shareScope(checker, earlier, last)] },
  );
  return { ...result, declarations: declared(loaded) + remaining(checker, cell, earlier) };
}

/** What later cells are to know of this one's names: that they are values of some type, and its types as they stand. */
function declared({ cell }: CellProgram): string {
  return [...cell.statements]
    .map((statement) => {
      if (ts.isExportDeclaration(statement)) return '';
      if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
        return `${statement.getText(cell)}\n`;
      if (ts.isImportDeclaration(statement)) return `${statement.getText(cell)}\n`;
      const names = namesOf(statement).map((name) => name.text);
      if (ts.isClassDeclaration(statement))
        return names.map((name) => `declare class ${name} { [member: string]: any }\n`).join('');
      return names.map((name) => `declare let ${name}: any;\n`).join('');
    })
    .join('');
}

function problemOf(
  { code, messageText, start, length }: ts.DiagnosticWithLocation,
  source: string,
  prepared: ReturnType<typeof prepare>,
): Problem {
  const place = (offset: number): Position =>
    positionOf(source, prepared.original(offset - PREFIX.length));
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  return { code, message, start: place(start), end: place(start + length) };
}

/** `name`, or the first of `name0`, `name1`, … that the text does not mention. */
function freeName(name: string, text: string): string {
  let free = name;
  for (let i = 0; text.includes(free); i++) free = `${name}${i}`;
  return free;
}
