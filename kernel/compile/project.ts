/**
 * A notebook as TypeScript sees it: the cell, the declarations of the cells before it, modules, packages.
 *
 * tslab's converter brings a TypeScript of its own (5.0.4, changed for tslab) and cannot take another. Cells are to be
 * checked by the same compiler as the library, so this file and its neighbors do the converter's work over that
 * compiler's public language service, by the converter's own idea: the cell is a module inside of the module that
 * declares what earlier cells defined. tslab goes on to run what comes out (`node/cell-vm.ts`).
 */
import { isOwn, type SourceFiles } from './files';
import { cellOptions } from './options';
import { ts } from './typescript';

/** Stands before each cell, and makes it a module. Takes one line. */
export const PREFIX = 'export {};\n';

const MODULE_NOT_FOUND = new Set([2307, 2792, 7016]);

/** The program of one cell. */
export interface CellProgram {
  program: ts.Program;
  cell: ts.SourceFile;
  earlier: ts.SourceFile;
}

export class Project {
  readonly cellFile: string;
  private readonly earlierFile: string;
  /** Texts that are in no file: the two above, and modules that cells define. */
  private readonly texts = new Map<string, { text: string; version: number }>();
  /** The reader's files that import what was not there: to be looked at anew each time. */
  private readonly unresolved = new Set<string>();
  private readonly service: ts.LanguageService;
  private loads = 0;

  constructor(private readonly files: SourceFiles) {
    this.cellFile = `${files.folder}/__tslab__.ts`;
    this.earlierFile = `${files.folder}/__prev__.d.ts`;
    this.texts.set(this.cellFile, { text: PREFIX, version: 0 });
    this.set(this.earlierFile, PREFIX);
    this.service = ts.createLanguageService(this.host(), ts.createDocumentRegistry());
  }

  /** The program in which `source` follows cells with these declarations. */
  load(declarations: string, source: string): CellProgram {
    this.set(this.earlierFile, PREFIX + declarations);
    // A new version even of the same text: what it imports may have been installed meanwhile.
    this.texts.set(this.cellFile, { text: PREFIX + source, version: ++this.loads });
    const program = this.service.getProgram();
    const cell = program?.getSourceFile(this.cellFile);
    const earlier = program?.getSourceFile(this.earlierFile);
    if (!program || !cell || !earlier) throw new Error('The compiler has lost the cell.');
    // Names that the cell does not declare are looked up in the scope around it: in the earlier cells.
    Object.assign(cell, { parent: earlier });
    return { program, cell, earlier };
  }

  /** Defines the module `./name`. */
  addModule(name: string, source: string): void {
    this.set(`${this.files.folder}/${name}.ts`, source);
  }

  /** The reader's own files of which the cell makes use, itself not among them. */
  ownFiles(program: ts.Program): ts.SourceFile[] {
    return program
      .getSourceFiles()
      .filter(({ fileName }) => isOwn(fileName) && /\.[jt]sx?$/.test(fileName))
      .filter(({ fileName }) => fileName !== this.cellFile);
  }

  /** Differs when an own file has changed. */
  version(file: string): string {
    const known = this.texts.get(file);
    if (known) return String(known.version);
    if (!isOwn(file)) return '';
    return this.files.version(file) + (this.unresolved.has(file) ? ` ${this.loads}` : '');
  }

  /** Remembers which of the reader's files could not find what they import. */
  noteUnresolved(diagnostics: readonly ts.Diagnostic[]): void {
    this.unresolved.clear();
    for (const { code, file } of diagnostics)
      if (file && MODULE_NOT_FOUND.has(code)) this.unresolved.add(file.fileName);
  }

  completions(offset: number): ts.CompletionInfo | undefined {
    const options = { includeSymbol: true };
    return this.service.getCompletionsAtPosition(this.cellFile, offset + PREFIX.length, options);
  }

  quickInfo(offset: number): ts.QuickInfo | undefined {
    return this.service.getQuickInfoAtPosition(this.cellFile, offset + PREFIX.length);
  }

  private set(file: string, text: string): void {
    const known = this.texts.get(file);
    if (known?.text !== text) this.texts.set(file, { text, version: (known?.version ?? 0) + 1 });
  }

  private read(file: string): string | undefined {
    return this.texts.get(file)?.text ?? this.files.read(file);
  }

  private exists(file: string): boolean {
    return this.texts.has(file) || this.files.exists(file);
  }

  private host(): ts.LanguageServiceHost {
    const { files } = this;
    const options = this.options();
    return {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [this.earlierFile, this.cellFile],
      getScriptVersion: (file) => this.version(file),
      getScriptSnapshot: (file) => {
        const text = this.read(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => files.folder,
      getDefaultLibFileName: () => `${files.libraries}/lib.d.ts`,
      useCaseSensitiveFileNames: () => true,
      readFile: (file) => this.read(file),
      fileExists: (file) => this.exists(file),
      directoryExists: (folder) => files.folderExists(folder),
      getDirectories: (folder) => files.folders(folder),
      realpath: (file) => files.realPath(file),
      ...this.resolution(options),
    };
  }

  private options(): ts.CompilerOptions {
    const { folder, packages } = this.files;
    const typeRoots = [`${folder}/node_modules/@types`, ...parents(folder)];
    if (packages) typeRoots.push(`${packages}/@types`);
    return {
      ...cellOptions(),
      declaration: true,
      sourceMap: true,
      outDir: '/out',
      allowJs: true,
      checkJs: true,
      typeRoots: typeRoots.filter((root) => this.files.folderExists(root)),
      ...(packages && { paths: { '*': [`${packages}/*`] } }),
    };
  }

  /**
   * Looks up modules with a memory for packages only. The compiler's own way keeps account of every place where it
   * found nothing, to watch it; cells that define modules, and packages installed meanwhile, work without.
   */
  private resolution(options: ts.CompilerOptions): Partial<ts.LanguageServiceHost> {
    const packages = ts.createModuleResolutionCache(this.files.folder, (name) => name, options);
    const host: ts.ModuleResolutionHost = {
      fileExists: (file) => this.exists(file),
      readFile: (file) => this.read(file),
      directoryExists: (folder) => this.files.folderExists(folder),
      realpath: (file) => this.files.realPath(file),
      getCurrentDirectory: () => this.files.folder,
    };
    return {
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) =>
          ts.resolveModuleName(text, from, options, host, isOwn(from) ? undefined : packages),
        ),
    };
  }
}

/** `node_modules/@types` of each folder above. */
function parents(folder: string): string[] {
  const parts = folder.split('/');
  return parts.slice(1).map((_, i) => `${parts.slice(0, -1 - i).join('/')}/node_modules/@types`);
}
