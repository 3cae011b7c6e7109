/** What to do about a complaint of the compiler, where it does not say so itself. */
import type { Problem } from './problem';

/** A line of advice below the complaint, or `undefined` where it says enough. */
export function adviceFor({ code, message }: Problem): string | undefined {
  if (code === 2304 || code === 2552) return 'Has the cell that defines it been run?';
  const [, module] = /^Cannot find module '([^']+)'/.exec(message) ?? [];
  // TypeScript adds a second sentence when the package is there, but not in a form that it can read.
  if (code !== 2307 || module === undefined || message.includes('\n')) return undefined;
  return adviceForModule(module);
}

/** How a module that is not there comes to be there. */
export function adviceForModule(specifier: string): string {
  if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..')
    return 'Is its name spelled right? The path starts at the folder of the notebook, or of the file that imports it.';
  if (specifier.startsWith('node:')) return 'Node has no module of this name; is it spelled right?';
  const name = packageOf(specifier);
  return name === undefined
    ? 'Is its name spelled right?'
    : `If the name is right, install it in the course folder: npm install ${name}`;
}

/** `zod` of `zod/v4`, `@scope/name` of `@scope/name/part`; `undefined` for what npm would not install. */
function packageOf(specifier: string): string | undefined {
  return /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*(?=\/|$)/i.exec(specifier)?.[0];
}
