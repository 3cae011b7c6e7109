/** Answers what an editor asks about a cell by the real types: problems, completions, descriptions. The second worker's part. */
import { CellCompiler } from '../../../kernel/compile/cell-compiler';
import type { SourceFiles } from '../../../kernel/compile/files';
import { COURSE, FOLDER } from '../node/files';
import type { CourseFile, Question } from '../protocol';
import { readMap } from './maps';

/** Declarations on which every cell stands, as the page brings them: one list of paths and texts. */
function virtualFiles([file]: readonly CourseFile[]): SourceFiles {
  const listed = JSON.parse(new TextDecoder().decode(file?.bytes)) as [string, string][];
  const texts = new Map(listed.map(([path, text]) => [`${COURSE}/${path}`, text]));
  const folders = new Set<string>();
  for (const file of texts.keys())
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1))
      folders.add(file.slice(0, at));
  // The library is a link among the packages.
  const real = (file: string): string =>
    file.replace(`${COURSE}/node_modules/dlts`, `${COURSE}/src`);
  return {
    folder: FOLDER,
    libraries: `${COURSE}/node_modules/typescript/lib`,
    read: (file) => texts.get(real(file)),
    exists: (file) => texts.has(real(file)),
    version: () => '',
    folderExists: (folder) => folders.has(real(folder)),
    folders: (folder) => [
      ...new Set(
        [...folders]
          .filter((each) => each.startsWith(`${real(folder)}/`))
          .map((each) => each.slice(real(folder).length + 1).split('/')[0] ?? ''),
      ),
    ],
    realPath: real,
  };
}

/** A cell that stands above, and what all up to it declare. */
interface Known {
  source: string;
  declarations: string;
}

export class TypeService {
  private readonly compiler: CellCompiler;
  private known: Known[] = [];
  private scripts = 0;

  constructor(files: readonly CourseFile[]) {
    this.compiler = new CellCompiler(virtualFiles(files), 'this browser', readMap);
  }

  answer({ kind, above, source, offset }: Question): unknown {
    const declarations = this.declarationsOf(above);
    if (kind === 'complete') return this.compiler.complete(declarations, source, offset);
    if (kind === 'describe') return this.compiler.inspect(declarations, source, offset);
    return this.convert(declarations, source).problems;
  }

  /** What the cells above declare. Those that have not changed since are not compiled again. */
  private declarationsOf(above: readonly string[]): string {
    const same = above.findIndex((source, i) => this.known[i]?.source !== source);
    this.known = this.known.slice(0, same < 0 ? above.length : same);
    for (const source of above.slice(this.known.length)) {
      const before = this.known.at(-1)?.declarations ?? '';
      const { declarations } = this.convert(before, source);
      this.known.push({ source, declarations });
    }
    return this.known.at(-1)?.declarations ?? '';
  }

  private convert(declarations: string, source: string): ReturnType<CellCompiler['convert']> {
    return this.compiler.convert(declarations, source, `types-${++this.scripts}`);
  }
}
