/** How cells find packages: from the notebook's folder first, then among the course's own. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { adviceForModule } from '../compile/advice';

/**
 * @param cwd the notebook's folder
 * @param base tslab's `require`, which also knows the modules that cells define
 * @param loaded called after each import of a cell
 */
export function createCourseRequire(
  cwd: string,
  base: NodeJS.Require,
  loaded: () => void,
): NodeJS.Require {
  const local = createRequire(path.join(cwd, 'cell.js'));
  const course = createRequire(__filename);
  const load = (id: string): unknown => {
    try {
      return loadOwn(base, id);
    } catch (error) {
      if (!isMissing(error, id) || resolves(local, id)) throw error;
      if (resolves(course, id)) return course(id) as unknown;
      throw advised(error, id);
    } finally {
      loaded();
    }
  };
  return Object.assign(load, base) as NodeJS.Require;
}

/** `./helper.ts` was compiled to `./helper.js`. A file that no cell names in so many words is Node's to read. */
function loadOwn(base: NodeJS.Require, id: string): unknown {
  const compiled = /^\.\.?\//.test(id) ? id.replace(/\.tsx?$/, '.js') : id;
  try {
    return base(compiled);
  } catch (error) {
    if (compiled === id || !isMissing(error, compiled)) throw error;
    return base(id);
  }
}

function isMissing(error: unknown, id: string): error is Error {
  const { code, message } = error as { code?: unknown; message?: string };
  return code === 'MODULE_NOT_FOUND' && (message ?? '').includes(`'${id}'`);
}

/** The error with advice in place of Node's list of files that asked, which begins at the kernel's own. */
function advised(error: Error, id: string): Error {
  const { message, stack } = error;
  error.message = `Cannot find module '${id}'. ${adviceForModule(id)}`;
  if (stack !== undefined) error.stack = stack.replace(message, error.message);
  return error;
}

function resolves(from: NodeJS.Require, id: string): boolean {
  try {
    from.resolve(id);
    return true;
  } catch {
    return false;
  }
}
