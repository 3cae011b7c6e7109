/** From checked TypeScript to the JavaScript that runs. */
import { remaining } from './declarations';
import type { CellProgram, Project } from './project';
import { shareScope, withoutExports } from './transform';
import { ts } from './typescript';

/** One compiled file: CommonJS, and the map from it to its source. */
export interface Emitted {
  code: string;
  map: string;
  declarations: string;
}

/** A compiled module of the reader's. */
export interface ModuleCode {
  /** Where `require` looks for it. */
  path: string;
  data: string;
}

const MAP_COMMENT = /\n?\/\/# sourceMappingURL=.*\s*$/;

function emit(
  program: ts.Program,
  file: ts.SourceFile,
  transformers?: ts.CustomTransformers,
): Emitted {
  const result: Emitted = { code: '', map: '', declarations: '' };
  const write = (name: string, text: string): void => {
    if (name.endsWith('.map')) result.map = text;
    else if (name.endsWith('.d.ts')) result.declarations = text;
    else result.code = text.replace(MAP_COMMENT, '\n');
  };
  program.emit(file, write, undefined, false, transformers);
  return result;
}

/**
 * Compiles a checked cell.
 *
 * @param last name of the property of `exports` that receives the trailing expression
 */
export function emitCell({ program, cell, earlier }: CellProgram, last: string): Emitted {
  const checker = program.getTypeChecker();
  const result = emit(program, cell, {
    before: [shareScope(checker, earlier, last)],
    afterDeclarations: [withoutExports],
  });
  const own = result.declarations.replace(/^export \{\};\n/gm, '');
  return { ...result, declarations: own + remaining(checker, cell, earlier) };
}

/** Compiles the reader's own modules, each when it is new or has changed, and keeps the maps to their sources. */
export class ModuleEmitter {
  private readonly versions = new Map<string, string>();
  private readonly maps = new Map<string, { file: string; map: string }>();

  emit(project: Project, program: ts.Program): ModuleCode[] {
    const changed = project
      .ownFiles(program)
      .filter(({ fileName }) => this.versions.get(fileName) !== project.version(fileName));
    return changed
      .map((source) => this.one(project, program, source))
      .sort((a, b) => a.path.localeCompare(b.path));
  }

  /** The source of compiled code, and its map. */
  sourceOf(path: string): { file: string; map: string } | undefined {
    return this.maps.get(path);
  }

  private one(project: Project, program: ts.Program, source: ts.SourceFile): ModuleCode {
    const { fileName } = source;
    const { code, map } = emit(program, source);
    const path = fileName.replace(/\.tsx?$/, '.js');
    this.versions.set(fileName, project.version(fileName));
    this.maps.set(path, { file: fileName, map });
    return { path, data: code };
  }
}
