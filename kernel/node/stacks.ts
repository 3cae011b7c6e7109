/** Reads the stacks that V8 writes, and finds the sources of compiled files. */
import fs from 'node:fs';
import path from 'node:path';
import type { CellService } from '../compile/cell-compiler';
import type { Position } from '../compile/edits';
import type { ReadMap } from '../compile/places';
import type { StackReader } from '../run/session';
import type { Frame, Outside } from '../show/frames';
import { COURSE, KERNEL } from './folders';

export class NodeStacks implements StackReader {
  constructor(
    private readonly compiler: CellService,
    private readonly readMap: ReadMap,
    private readonly folder: string,
  ) {}

  framesOf(error: Error): Frame[] {
    const stack = typeof error.stack === 'string' ? error.stack : '';
    return stack.split('\n').flatMap((line) => {
      const match = /^\s+at (?:async )?(?:(.*?) \()?(?:file:\/\/)?([^()]+?):(\d+):(\d+)\)?$/.exec(
        line,
      );
      if (!match) return [];
      const [, name = '', script = '', row, column] = match;
      const place = { line: Number(row) - 1, column: Number(column) - 1 };
      return [{ name: plainName(name), script, place }];
    });
  }

  outside({ script, place }: Frame): Outside | undefined {
    if (isInternal(script)) return undefined;
    const module = this.compiler.locateInModule(script.replaceAll('\\', '/'), place);
    if (module) return { own: true, text: fileLine(this.folder, module.file, module.line) };
    const packaged = script.split(/[\\/]node_modules[\\/]/);
    if (packaged.length > 1) return { own: false, text: `${packaged.at(-1)}:${place.line + 1}` };
    const { file, line } = this.source(script, place);
    const fromCourse = !path.relative(COURSE, file).startsWith('..');
    return { own: false, text: fileLine(fromCourse ? COURSE : this.folder, file, line) };
  }

  /** The source of a compiled file, if its map lies beside it. */
  private source(script: string, place: Position): { file: string; line: number } {
    try {
      const json = fs.readFileSync(`${script}.map`, 'utf8');
      const { sources } = JSON.parse(json) as { sources: string[] };
      const found = this.readMap(json).locate(place);
      const [source] = sources;
      if (found && source !== undefined)
        return { file: path.resolve(path.dirname(script), source), line: found.line };
    } catch {
      // No map, or none that can be read: the compiled file is what there is to show.
    }
    return { file: script, line: place.line };
  }
}

/** Function names as the reader wrote them: calls to another cell's function carry a receiver. */
function plainName(name: string): string {
  return name
    .replace(/^async /, '')
    .replace(/^(Object|exports|Proxy)\./, '')
    .replace(/ \[as .*\]$/, '');
}

function isInternal(script: string): boolean {
  if (script.startsWith('node:') || script === '<anonymous>') return true;
  if (/[\\/]node_modules[\\/]tslab[\\/]/.test(script)) return true;
  return script.startsWith(KERNEL + path.sep);
}

function fileLine(from: string, file: string, line: number): string {
  return `${path.relative(from, file)}:${line + 1}`;
}
