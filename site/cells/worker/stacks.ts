/** Reads the stacks that browsers write: Chromium's as Node's, Firefox's and Safari's as `name@file:line:column`. */
import type { StackReader } from '../../../kernel/run/session';
import type { Frame } from '../../../kernel/show/frames';

const V8 = /^\s+at (?:async )?(?:(.*?) \()?([^()]+?):(\d+):(\d+)\)?$/;
const OTHERS = /^(?:async\*)?([^@]*)@(.*?):(\d+):(\d+)$/;

/** Code that is evaluated is named inside of the file that evaluates it: the innermost place counts. */
const EVALUATED = /.*[, (](tslab-cell-\d+)/;

export class PageStacks implements StackReader {
  framesOf(error: Error): Frame[] {
    const stack = typeof error.stack === 'string' ? error.stack : '';
    return stack.split('\n').flatMap((line) => {
      const match = V8.exec(line) ?? OTHERS.exec(line);
      if (!match) return [];
      const [, name = '', file = '', row, column] = match;
      const place = { line: Number(row) - 1, column: Number(column) - 1 };
      const script = EVALUATED.exec(file)?.[1] ?? file;
      return [{ name: plainName(name), script, place }];
    });
  }

  /** What the page brings along is one file without sources: its frames would tell nobody anything. */
  outside(): undefined {
    return undefined;
  }
}

/** Function names as the reader wrote them. */
function plainName(name: string): string {
  return name
    .replace(/^async /, '')
    .replace(/^(Object|exports|Proxy)\./, '')
    .replace(/ \[as .*\]$/, '')
    .replace(/^(anonymous|eval|<anonymous>|.*[/<]+)$/, '');
}
