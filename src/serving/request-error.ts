/** An answer that refuses a request: its status code, and a message that says how to fix it. */

/** Thrown wherever a request is judged; the server turns it into an answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  /**
   * @param status of HTTP, 400 to 599
   * @param message `expected …; got …; how to fix.`
   * @param retryAfter seconds after which trying again makes sense, if it does
   */
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
