/** Data sets that the page fetches when a cell first loads them. */
import { place } from '../node/files';
import type { CourseFile, Report } from '../protocol';
import { pageMnist } from './mnist';

type Loader = (...args: unknown[]) => unknown;

interface Waiting {
  resolve(): void;
  reject(reason: Error): void;
}

/** Loaders of what no page carries: size, or why. */
const NOT_HERE: Record<string, string> = {
  loadMiniLm: '83.5 MB of weights',
  loadEfficientNet: '17.4 MB of weights',
  loadSmolLm: '92.9 MB of weights',
  loadSmolLmFile: '92.9 MB of weights',
  loadWordVectors: '28.2 MB of word vectors',
  loadCompas: 'records of named people, which the site does not publish',
  loadImdb: '84 MB of film reviews',
  loadCifar10: '170 MB of pictures',
  loadFashionMnist: '31 MB of pictures',
  loadSpokenDigits: '4.5 MB of utterances',
  loadFilmSentences: '2.5 MB of rated sentences',
  loadMovieLens: 'ratings that may not be handed on',
};

/** Refuses, unless the reader says where the files are. */
function refusing(name: string, what: string, load: Loader): Loader {
  return async (...args) => {
    const { path } = (args[0] ?? {}) as { path?: string };
    if (path !== undefined) return load(...args);
    throw new Error(
      `${name}: expected ${what}; got a web page, which does not carry them; run this chapter in JupyterLab.`,
    );
  };
}

export class DataOnDemand {
  private readonly asked = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Waiting>();

  /** @param sets names of data sets, by the loader that reads them */
  constructor(
    private readonly sets: Record<string, string>,
    private readonly report: (message: Report) => void,
  ) {}

  /** The library's exports, with loaders that first have their files brought, or say why a page has none. */
  around<Exports extends object>(exports: Exports): Exports {
    const own = exports as Record<string, unknown>;
    const wrapped: Record<string, Loader> = {};
    const wrap = (name: string, around: (load: Loader) => Loader): void => {
      if (typeof own[name] === 'function') wrapped[name] = around(own[name] as Loader);
    };
    for (const [name, set] of Object.entries(this.sets))
      wrap(name, (load) => this.bringing(set, name, load));
    for (const [name, what] of Object.entries(NOT_HERE))
      wrap(name, (load) => refusing(name, what, load));
    return Object.create(exports, Object.getOwnPropertyDescriptors(wrapped)) as Exports;
  }

  private bringing(set: string, name: string, original: Loader): Loader {
    const load = name === 'loadMnist' ? (pageMnist(original as never) as Loader) : original;
    return async (...args) => {
      await this.need(set, name);
      return load(...args);
    };
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
