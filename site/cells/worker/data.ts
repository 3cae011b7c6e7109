/** Data sets that the page fetches when a cell first loads them. */
import { place } from '../node/files';
import type { CourseFile, Report } from '../protocol';
import { pageMnist } from './mnist';

type Loader = (...args: unknown[]) => unknown;

interface Waiting {
  resolve(): void;
  reject(reason: Error): void;
}

export class DataOnDemand {
  private readonly asked = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Waiting>();

  /** @param sets names of data sets, by the loader that reads them */
  constructor(
    private readonly sets: Record<string, string>,
    private readonly report: (message: Report) => void,
  ) {}

  /** The library's exports, with loaders that first have their files brought. */
  around<Exports extends object>(exports: Exports): Exports {
    const wrapped: Record<string, Loader> = {};
    for (const [name, set] of Object.entries(this.sets)) {
      const load = (exports as Record<string, unknown>)[name];
      if (typeof load !== 'function') continue;
      const own = name === 'loadMnist' ? (pageMnist(load as never) as Loader) : (load as Loader);
      wrapped[name] = async (...args) => {
        await this.need(set, name);
        return own(...args);
      };
    }
    return Object.create(exports, Object.getOwnPropertyDescriptors(wrapped)) as Exports;
  }

  /** Resolves when the files of a data set are there. */
  need(name: string, caller: string): Promise<void> {
    const before = this.asked.get(name);
    if (before) return before;
    const arrived = new Promise<void>((resolve, reject) => {
      this.waiting.set(name, { resolve, reject });
      this.report({ type: 'need', name, caller });
    });
    this.asked.set(name, arrived);
    return arrived;
  }

  arrived(name: string, files: readonly CourseFile[]): void {
    for (const { path, bytes } of files) place(path, bytes);
    this.waiting.get(name)?.resolve();
    this.waiting.delete(name);
  }

  refused(name: string, reason: string): void {
    this.asked.delete(name); // the reader may try again
    this.waiting.get(name)?.reject(new Error(reason));
    this.waiting.delete(name);
  }
}
