/** What can become of an attempt: nothing yet, a fault that is told, or something thrown. */

/** Thrown by `todo()` and by a check that meets a placeholder. @internal */
export class NotAttempted extends Error {
  override name = 'NotAttempted';
  constructor() {
    super('This exercise is not attempted yet. Replace `todo()` by your own code.');
  }
}

/** Thrown by a `Report` to stop the check; `message` is Markdown. @internal */
export class WrongAnswerFound extends Error {}

/**
 * Marks the place of an answer that is not written yet: `return todo();` fits every return type.
 *
 * @throws Error named NotAttempted, always, when run; an exercise's check says kindly that the answer is still missing.
 *
 * @example
 * function square(x: number): number {
 *   return todo();
 * }
 */
export function todo(): never {
  throw new NotAttempted();
}

/** @internal */
export function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Promise<unknown>).then === 'function' &&
    typeof (value as Promise<unknown>).catch === 'function'
  );
}

/** @internal What was thrown, as one line of Markdown code. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return shorten(text.replace(/\s+/g, ' ').replace(/`/g, "'"), 300);
}

/** @internal */
export function shorten(text: string, length = 120): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
