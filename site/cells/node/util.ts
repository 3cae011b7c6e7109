/** `node:util` in a page: how values are printed. */
import { format, formatWithOptions, inspect } from 'node-inspect-extracted';

export { format, formatWithOptions, inspect };

export const types = { isNativeError: (value: unknown): boolean => value instanceof Error };

export function promisify<Args extends unknown[], Result>(
  call: (...args: [...Args, (error: unknown, result: Result) => void]) => void,
): (...args: Args) => Promise<Result> {
  return (...args) =>
    new Promise((resolve, reject) =>
      call(...args, (error, result) => (error ? reject(error as Error) : resolve(result))),
    );
}

export const isArray = Array.isArray;
export const isNullOrUndefined = (value: unknown): boolean => value == null;

export default { format, formatWithOptions, inspect, types, promisify, isArray, isNullOrUndefined };
