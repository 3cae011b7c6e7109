/** Modules of Node that a page has nothing for: whoever calls one is told so. */
const absent = (name: string) => (): never => {
  throw new Error(
    `${name}: expected Node.js, which starts programs; got a web page, which starts none; run this chapter in JupyterLab.`,
  );
};

export const spawn = absent('spawn');
export const spawnSync = absent('spawnSync');
export const execSync = absent('execSync');
/** Base classes of libraries that are bundled and never used. */
export class Stream {}
export {
  Stream as Readable,
  Stream as Writable,
  Stream as Transform,
  Stream as PassThrough,
  Stream as EventEmitter,
};
export default { spawn, spawnSync, execSync, Stream };
