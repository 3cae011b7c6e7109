/** The part of `node:stream` that a page can have: chunks that are in memory already, and what they are piped through. */

/** What unpacks or changes chunks. */
export interface Transform {
  source?: AsyncIterable<Uint8Array>;
}

export class Readable implements AsyncIterable<Uint8Array> {
  private constructor(private readonly chunks: Iterable<Uint8Array>) {}

  static from(chunks: Iterable<Uint8Array>): Readable {
    return new Readable(chunks);
  }

  pipe<T extends Transform>(through: T): T {
    through.source = this;
    return through;
  }

  /** Nothing can fail that is in memory. */
  on(): this {
    return this;
  }

  destroy(): void {}

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    yield* this.chunks;
  }
}

export default { Readable };
