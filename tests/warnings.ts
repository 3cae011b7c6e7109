/** What code says by `console.warn`, for tests of notices. */

/** Runs `body` and returns what it warned, in order. A body that returns a promise is waited for. */
export function warnings(body: () => Promise<unknown>): Promise<string[]>;
export function warnings(body: () => void): string[];
export function warnings(body: () => unknown): string[] | Promise<string[]> {
  const lines: string[] = [];
  const warn = console.warn;
  console.warn = (line: string) => lines.push(line);
  const restore = (): void => {
    console.warn = warn;
  };
  let result: unknown;
  try {
    result = body();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore).then(() => lines);
  restore();
  return lines;
}
