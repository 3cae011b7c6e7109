/** Compiles cells: checks their types, prepares their code, and answers questions about names in them. */
import { rewriteCell } from './cell';
import { complete, type Completion } from './completion';
import { completeness, type Completeness } from './completeness';
import type { Position } from './edits';
import { emitCell, ModuleEmitter, type ModuleCode } from './emit';
import type { SourceFiles } from './files';
import { describe, findCallee, nameAt, signatureDocs, type Description } from './inspection';
import { moduleName } from './module-name';
import { withoutPaths } from './module-paths';
import { declaredNames } from './names';
import { locateInCell, type CellHistory, type ReadMap } from './places';
import type { Problem } from './problem';
import { diagnose, toProblems } from './problems';
import { PREFIX, Project, type CellProgram } from './project';
import { prepare } from './shorthand';
import { indexAtLine, survivors } from './survivors';
import { parse, parseProblems, type ts } from './typescript';

/** What became of a cell. */
export interface CompiledCell {
  /** Empty when the cell may run. */
  problems: Problem[];
  /** The code: the body of a function, from its second line on. Missing when there is nothing to run. */
  output?: string;
  declarations: string;
  awaits: boolean;
  names: string[];
  /** The reader's own modules that are new or have changed. */
  modules: ModuleCode[];
}

/** What survives of a cell that stopped half-way. */
export interface Kept {
  declarations: string;
  names: string[];
}

/** A place in a file of the reader's. */
export interface FilePlace extends Position {
  file: string;
}

/** What the kernel asks about cells. In Node another thread answers, in a web page the same one. */
export interface CellService {
  /** @param declarations types of the variables of earlier cells */
  convert(declarations: string, source: string, script: string): CompiledCell;
  /** The place in the cell's source of a place in its code, or `undefined` for code of the kernel's own. */
  locate(script: string, place: Position): Position | undefined;
  /** The place in the source of one of the reader's own modules. */
  locateInModule(path: string, place: Position): FilePlace | undefined;
  /**
   * The declarations that survive a cell which stopped half-way.
   *
   * @param names the variables that had received their values
   */
  keep(declarations: string, script: string, names: string[]): Kept;
  complete(declarations: string, source: string, offset: number): Completion;
  /** What the name at `offset` is, or else the function whose arguments surround it. */
  inspect(declarations: string, source: string, offset: number): Description | undefined;
  completeness(source: string): Completeness;
}

/** How many lines stand before a cell's code: one, the head of the function around it. */
const LINES_BEFORE = { code: 1, text: 1 };

interface Compiled extends CellHistory {
  names: string[];
}

export class CellCompiler implements CellService {
  private readonly project: Project;
  private readonly modules = new ModuleEmitter();
  private readonly cells = new Map<string, Compiled>();

  /**
   * @param runtime what runs the cells, in messages: "Node 20.19.0"
   * @param readMap reads source maps
   */
  constructor(
    private readonly files: SourceFiles,
    private readonly runtime: string,
    private readonly readMap: ReadMap,
  ) {
    this.project = new Project(files);
  }

  convert(declarations: string, source: string, script: string): CompiledCell {
    const name = moduleName(source);
    if (name !== undefined) return this.defineModule(declarations, name, source);
    const prepared = prepare(source);
    const text = prepared.apply();
    const { diagnostics, loaded } = this.check(declarations, text);
    const checked = { source, prepared, runtime: this.runtime, files: this.files };
    const problems = toProblems(diagnostics, this.project.cellFile, checked);
    const nothing = { declarations, awaits: false, names: [], modules: [] };
    if (problems.length > 0 || !loaded) return { ...nothing, problems };
    const last = freeName('tsLastExpr', text);
    const { code: emitted, map, declarations: grown } = emitCell(loaded, last);
    const { code, edits, awaits, names } = rewriteCell(emitted, last, script);
    this.cells.set(script, { source, prepared, emitted, map, edits, code, names });
    const modules = this.modules.emit(this.project, loaded.program);
    return { problems: [], output: `\n${code}`, declarations: grown, awaits, names, modules };
  }

  locate(script: string, place: Position): Position | undefined {
    const cell = this.cells.get(script);
    return cell && locateInCell(cell, place, LINES_BEFORE, this.readMap);
  }

  locateInModule(path: string, place: Position): FilePlace | undefined {
    const source = this.modules.sourceOf(path);
    const found = source && this.readMap(source.map).locate(place);
    return source && found && { ...found, file: source.file };
  }

  keep(declarations: string, script: string, names: string[]): Kept {
    const cell = this.cells.get(script);
    let rest = cell ? survivors(cell.prepared.apply(), new Set(cell.names), new Set(names)) : [];
    // A survivor may mention something that did not survive; it goes too.
    for (let attempt = 0; attempt < 4 && rest.length > 0; attempt++) {
      const text = rest.map((statement) => statement.text).join('\n');
      const { diagnostics, loaded } = this.check(declarations, text);
      if (loaded && diagnostics.length === 0) {
        const kept = rest.flatMap((statement) => statement.names);
        return { declarations: emitCell(loaded, '_').declarations, names: kept };
      }
      const bad = new Set(diagnostics.map(({ start }) => indexAtLine(rest, lineIn(text, start))));
      rest = rest.filter((_, index) => !bad.has(index));
    }
    return { declarations, names: [] };
  }

  complete(declarations: string, source: string, offset: number): Completion {
    return complete(this.project, this.project.load(declarations, source), offset);
  }

  inspect(declarations: string, source: string, offset: number): Description | undefined {
    const loaded = this.project.load(declarations, source);
    for (const place of [offset, offset - 1, findCallee(source, offset)]) {
      if (place === undefined || place < 0) continue;
      const info = this.project.quickInfo(place);
      if (info) return this.described({ ...info, ...documentationOfType(info, place, loaded) });
    }
    return undefined;
  }

  completeness(source: string): Completeness {
    return completeness(source);
  }

  /** Reads the types that a first cell would have to wait for. */
  warmUp(source: string): void {
    const { loaded } = this.check('', source);
    if (loaded) emitCell(loaded, '_');
  }

  private described(info: ts.QuickInfo): Description {
    const { text, markdown } = describe(info);
    return {
      text: withoutPaths(text, this.files),
      markdown: withoutPaths(markdown, this.files),
    };
  }

  /** Type-checks a prepared cell. Without a program when it cannot even be read. */
  private check(
    declarations: string,
    text: string,
  ): { diagnostics: readonly ts.Diagnostic[]; loaded?: CellProgram } {
    const read = parse(PREFIX + text, this.project.cellFile);
    const unreadable = parseProblems(read);
    if (unreadable.length > 0) return { diagnostics: unreadable };
    const names = new Set(declaredNames(read).map((name) => name.text));
    // Only what is exported appears among the declarations that the compiler writes.
    const exported = names.size > 0 ? `\nexport { ${[...names].join(', ')} };` : '';
    const loaded = this.project.load(declarations, text + exported);
    return { loaded, diagnostics: diagnose(loaded, this.project) };
  }

  private defineModule(declarations: string, name: string, source: string): CompiledCell {
    this.project.addModule(name, source);
    const { diagnostics } = this.check(declarations, `import './${name}';`);
    const { runtime, files } = this;
    const checked = { source, prepared: prepare(''), runtime, files };
    const found = toProblems(diagnostics, this.project.cellFile, checked);
    // The module is the cell: its lines are the cell's.
    const problems = found.map(({ file, ...problem }) =>
      file === `${name}.ts` ? problem : { ...problem, file },
    );
    return { problems, declarations, awaits: false, names: [], modules: [] };
  }
}

/** `name`, or the first of `name0`, `name1`, … that the text does not mention. */
function freeName(name: string, text: string): string {
  let free = name;
  for (let i = 0; text.includes(free); i++) free = `${name}${i}`;
  return free;
}

function lineIn(text: string, start = 0): number {
  return text.slice(0, start - PREFIX.length).split('\n').length - 1;
}

/** Documentation by way of the type, for a name that has none itself: `const matMul: typeof matMul_`. */
function documentationOfType(
  info: ts.QuickInfo,
  place: number,
  { program, cell }: CellProgram,
): Partial<ts.QuickInfo> {
  if ((info.documentation?.length ?? 0) > 0) return {};
  const name = nameAt(cell, PREFIX.length + place);
  return name ? signatureDocs(name, program.getTypeChecker()) : {};
}
