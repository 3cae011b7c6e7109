/** `node:os` in a page: one thread, and a place for files that is gone with the page. */
export const availableParallelism = (): number => 1;
export const homedir = (): string => '/home';
export const tmpdir = (): string => '/tmp';
export const platform = (): string => 'browser';
export const constants = { signals: {} };
export default { availableParallelism, homedir, tmpdir, platform, constants };
