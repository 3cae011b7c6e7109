/** How cells find packages: from the notebook's folder first, then among the course's own. */
import { createRequire } from 'node:module';
import path from 'node:path';

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
      return base(id);
    } catch (error) {
      if (!isMissing(error, id) || resolves(local, id) || !resolves(course, id)) throw error;
      return course(id) as unknown;
    } finally {
      loaded();
    }
  };
  return Object.assign(load, base) as NodeJS.Require;
}

function isMissing(error: unknown, id: string): boolean {
  const { code, message } = error as { code?: unknown; message?: string };
  return code === 'MODULE_NOT_FOUND' && (message ?? '').includes(`'${id}'`);
}

function resolves(from: NodeJS.Require, id: string): boolean {
  try {
    from.resolve(id);
    return true;
  } catch {
    return false;
  }
}
