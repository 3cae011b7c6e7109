/** Compiles cells: checks their types, prepares their code, and answers questions about names in them. */
import type { CompletionInfo, Converter, Diagnostic } from 'tslab/dist/converter';
import { rewriteCell } from './cell';
import { createCourseConverter, currentProgram, emittedFor, mapInside } from './converter';
import { positionOf, type Edits, type Position } from './edits';
import { describe, findCallee, nameAt, signatureDocs, type Description } from './inspection';
import { prepare } from './shorthand';
import { SourceMap } from './sourcemap';
import { parse, ts } from './typescript';

/** A complaint of the compiler, at a place in the cell. */
export interface Problem {
  /** Number of the rule: 2322 for "TS2322". */
  code: number;
  message: string;
  start: Position;
  end: Position;
  /** The file, when it is not the cell. */
  file?: string;
}

export interface CompiledCell {
  /** Empty when the cell may run. */
  problems: Problem[];
  output?: string;
  declarations: string;
  awaits: boolean;
  names: string[];
  sideOutputs?: { path: string; data: string }[];
}

export interface Kept {
  declarations: string;
  names: string[];
}

interface Compiled {
  prepared: Edits;
  source: string;
  code: string;
  edits: Edits;
  emitted: string;
  maps: [string, string];
  names: string[];
}

/** tslab puts a line before each cell's source. */
const linesBefore = 1;

export class CellCompiler {
  private readonly converter: Converter = createCourseConverter();
  private readonly cells = new Map<string, Compiled>();

  /** @param declarations types of the variables of earlier cells */
  convert(declarations: string, source: string, script: string): CompiledCell {
    const prepared = prepare(source);
    const text = prepared.apply();
    const result = this.converter.convert(declarations, text);
    const common = { declarations: result.declOutput ?? '', sideOutputs: result.sideOutputs };
    if (result.diagnostics.length > 0) {
      const problems = toProblems(result.diagnostics, source, prepared);
      return { ...common, problems, awaits: false, names: [] };
    }
    const emitted = result.output ?? '';
    const cell = rewriteCell(emitted, result.lastExpressionVar, script);
    const step = emittedFor(emitted);
    const maps: [string, string] = [step?.map ?? '', mapInside(step?.module ?? '') ?? ''];
    const { code, edits, names } = cell;
    this.cells.set(script, { prepared, source, code, edits, emitted, maps, names });
    return {
      ...common,
      problems: [],
      output: code,
      awaits: cell.awaits || (result.hasToplevelAwait ?? false),
      names,
    };
  }

  /** The place in the cell's source of a place in its code, or `undefined` for code of the kernel's own. */
  locate(script: string, place: Position): Position | undefined {
    const cell = this.cells.get(script);
    if (!cell) return undefined;
    const offset = lineStart(cell.code, place.line) + place.column;
    // What follows the cell's code is the function call that tslab wraps around it.
    if (offset >= cell.code.lastIndexOf('\n')) return undefined;
    const inEmitted = positionOf(cell.emitted, cell.edits.original(offset));
    const inModule = cell.maps[0] ? new SourceMap(cell.maps[0]).locate(inEmitted) : inEmitted;
    const found =
      inModule && cell.maps[1] ? new SourceMap(cell.maps[1]).locate(inModule) : inModule;
    if (!found || found.line < linesBefore) return undefined;
    const text = cell.prepared.apply();
    const inText = lineStart(text, found.line - linesBefore) + found.column;
    return positionOf(cell.source, cell.prepared.original(inText));
  }

  /**
   * The declarations that survive a cell which stopped half-way.
   *
   * @param names the variables that had received their values
   */
  keep(declarations: string, script: string, names: string[]): Kept {
    const cell = this.cells.get(script);
    let statements = cell ? survivors(cell, new Set(names)) : [];
    // A survivor may mention something that did not survive; it goes too.
    for (let attempt = 0; attempt < 4 && statements.length > 0; attempt++) {
      const result = this.converter.convert(declarations, statements.map((s) => s.text).join('\n'));
      if (result.diagnostics.length === 0) {
        const kept = statements.flatMap((statement) => statement.names);
        return { declarations: result.declOutput ?? declarations, names: kept };
      }
      const bad = new Set(result.diagnostics.map((d) => indexAtLine(statements, d.start.line)));
      statements = statements.filter((_, index) => !bad.has(index));
    }
    return { declarations, names: [] };
  }

  complete(declarations: string, source: string, offset: number): CompletionInfo {
    const { start, end, candidates, original } = this.converter.complete(
      declarations,
      source,
      offset,
    );
    const kinds = new Map(original?.entries.map((entry) => [entry.name, entry.kind]));
    const entries = candidates.map((name) => ({ name, kind: kinds.get(name) ?? '' }));
    // The compiler's own objects cannot cross threads.
    return { start, end, candidates, entries } as CompletionInfo;
  }

  /** What the name at `offset` is, or else the function whose arguments surround it. */
  inspect(declarations: string, source: string, offset: number): Description | undefined {
    const places = [offset, offset - 1, findCallee(source, offset)];
    for (const place of places) {
      if (place === undefined || place < 0) continue;
      const info = this.converter.inspect(declarations, source, place) as ts.QuickInfo | undefined;
      if (info) return describe({ ...info, ...documentationOfType(info, place) });
    }
    return undefined;
  }

  addModule(...args: Parameters<Converter['addModule']>): Diagnostic[] {
    return this.converter.addModule(...args);
  }

  warmUp(source: string): void {
    this.converter.convert('', source);
  }
}

/** Documentation by way of the type, for a name that has none itself: `const matMul: typeof matMul_`. */
function documentationOfType(info: ts.QuickInfo, place: number): Partial<ts.QuickInfo> {
  const { program, cell } = currentProgram() ?? {};
  if (!program || !cell || (info.documentation?.length ?? 0) > 0) return {};
  const name = nameAt(cell, cell.text.indexOf('\n') + 1 + place);
  return name ? signatureDocs(name, program.getTypeChecker()) : {};
}

function lineStart(text: string, line: number): number {
  let start = 0;
  for (let i = 0; i < line; i++) start = text.indexOf('\n', start) + 1 || text.length;
  return start;
}

/** tslab reports each level of a nested message by itself, at one place: joined again here. */
function toProblems(diagnostics: Diagnostic[], source: string, prepared: Edits): Problem[] {
  const problems: Problem[] = [];
  for (const { start, end, messageText: message, code, fileName: file } of diagnostics) {
    const place = (offset: number): Position =>
      file === undefined ? positionOf(source, prepared.original(offset)) : positionOf('', 0);
    const problem = { code, message, start: place(start.offset), end: place(end.offset), file };
    if (file !== undefined) problem.start = { line: start.line, column: start.character };
    const before = problems.at(-1);
    const same = before && before.file === file && sameStart(before.start, problem.start);
    if (!same) problems.push(problem);
    else if (!before.message.includes(message)) before.message += `\n${message}`;
  }
  return problems;
}

function sameStart(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column;
}

interface Survivor {
  text: string;
  names: string[];
}

function survivors(cell: Compiled, committed: Set<string>): Survivor[] {
  const defined = new Set(cell.names);
  return parse(cell.prepared.apply())
    .statements.filter((statement) => isDeclaration(statement))
    .map((statement) => ({
      text: statement.getFullText(),
      names: declaredNames(statement).filter((name) => defined.has(name)),
    }))
    .filter(({ names }) => names.every((name) => committed.has(name)));
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    (ts.isImportDeclaration(statement) && statement.importClause !== undefined)
  );
}

function declaredNames(statement: ts.Statement): string[] {
  const names: string[] = [];
  const add = (node: ts.Node): void => {
    const named = node as ts.Node & { name?: ts.Node };
    if (named.name && ts.isIdentifier(named.name)) names.push(named.name.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
      add(node);
      if (!ts.isIdentifier(node.name)) visit(node.name);
      return;
    }
    if (ts.isImportClause(node) || ts.isNamespaceImport(node) || ts.isImportSpecifier(node))
      add(node);
    ts.forEachChild(node, visit);
  };
  if (ts.isVariableStatement(statement) || ts.isImportDeclaration(statement)) visit(statement);
  else add(statement);
  return names;
}

/** Which of the joined texts holds `line`. */
function indexAtLine(statements: Survivor[], line: number): number {
  let end = 0;
  return statements.findIndex(({ text }) => line < (end += text.split('\n').length));
}
