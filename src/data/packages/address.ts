/** Fetches a package's files from the address that their authors give, where no client brings the package. */
import path from 'node:path';
import { digest } from '../../host/digest';
import { notebookHost } from '../../host/notebook-host';
import { addressFailure, clientFailure } from './failures';
import type { PinnedFile, PinnedPackage } from './pinned';
import type { Progress } from './progress';
import { keptContent } from './unpack';

/** The bytes at an address, counted as they come; or why there are none. */
async function fetchBytes(
  address: string,
  signal: AbortSignal,
  arrived: (bytes: number) => void,
): Promise<Buffer | string> {
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok || !answer.body) return `status ${answer.status}`;
    const chunks: Uint8Array[] = [];
    // Node's streams can be iterated; the types of web pages, by which pages check this file too, do not say so.
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      arrived(chunk.length);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    return String(error);
  }
}

/** The file as it is kept, or why it is not the pinned one. */
function verifiedFile(name: string, { entry, sha256 }: PinnedFile, bytes: Buffer): Buffer | string {
  try {
    const content = keptContent(name, entry, bytes);
    const found = digest(content, 'sha256');
    return found === sha256 ? content : `it has sha256 ${found}`;
  } catch (error) {
    return String(error);
  }
}

/**
 * The wanted files, one after the other, each compared with its checksum before it is handed out: what was handed out
 * can be kept even if a later one does not come.
 *
 * @throws Error naming the file that did not come, or came as another one.
 */
export async function* filesAtAddress<Name extends string>(
  caller: string,
  pinned: PinnedPackage<Name>,
  wanted: readonly (readonly [Name, PinnedFile])[],
  progress: Progress,
): AsyncGenerator<readonly [Name, Buffer], void, undefined> {
  const stop = new AbortController();
  const unsubscribe = notebookHost()?.onInterrupt(() => stop.abort());
  let total = 0;
  const count = (bytes: number): void => progress.update((total += bytes));
  try {
    for (const [name, each] of wanted) {
      const file = path.posix.basename(each.entry);
      const bytes = await fetchBytes(`${pinned.address}${file}`, stop.signal, count);
      if (stop.signal.aborted) throw clientFailure(caller, pinned, { code: 'SIGINT', output: '' });
      const content = typeof bytes === 'string' ? bytes : verifiedFile(name, each, bytes);
      if (typeof content === 'string') throw addressFailure(caller, pinned, { file, why: content });
      yield [name, content];
    }
  } finally {
    unsubscribe?.();
  }
}
