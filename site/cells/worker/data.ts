/** Data sets that the page fetches when a cell first loads them. */
import { COURSE, place, readFileSync } from '../node/files';
import type { CourseFile, Report } from '../protocol';
import { pageImages } from './images';

type Loader = (...args: unknown[]) => unknown;

interface Waiting {
  resolve(): void;
  reject(reason: Error): void;
}

/** What no page carries, by the loader that needs it. */
const NOWHERE: Record<string, string> = {
  loadImdb: '84 MB of film reviews',
  loadCifar10: '170 MB of pictures',
  loadMovieLens: 'ratings that may not be handed on',
};

/** Functions of the library that listen to a port. */
const BY_NODE = ['servePredictions', 'startServer'];

/** Refuses, unless the reader says where the files are. */
function refusing(message: string, load: Loader): Loader {
  return async (...args) => {
    const { path } = (args[0] ?? {}) as { path?: string };
    if (path !== undefined) return load(...args);
    throw new Error(message);
  };
}

/** What cells import of the library, by name. */
type Exports = Record<string, unknown>;

/** Loaders that read something else on a page than in a notebook: fewer images, a table made without names. */
const ON_PAGES: Record<string, (library: Exports) => Loader> = {
  loadMnist: ({ loadMnist }) =>
    pageImages('loadMnist', loadMnist as never, { path: `${COURSE}/data/page-mnist` }) as Loader,
  loadFashionMnist: ({ loadMnist, FASHION_CLASSES }) =>
    pageImages('loadFashionMnist', loadMnist as never, {
      path: `${COURSE}/data/page-fashion`,
      classNames: FASHION_CLASSES as string[],
    }) as Loader,
  loadCompas: () => () => JSON.parse(String(readFileSync(`${COURSE}/data/page-compas.json`))),
};

export class DataOnDemand {
  private readonly asked = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Waiting>();

  /**
   * @param sets names of data sets, by the loader that reads them
   * @param absent what this site was built without, by the loader that needs it
   */
  constructor(
    private readonly sets: Record<string, string>,
    private readonly absent: Record<string, string>,
    private readonly report: (message: Report) => void,
  ) {}

  /** The library's exports, with loaders that first have their files brought, or say why a page has none. */
  around<Library extends object>(library: Library): Library {
    const own = library as Exports;
    const wrapped: Record<string, Loader> = {};
    const wrap = (name: string, around: (load: Loader) => Loader): void => {
      if (typeof own[name] === 'function') wrapped[name] = around(own[name] as Loader);
    };
    for (const [name, set] of Object.entries(this.sets))
      wrap(name, (load) => this.bringing(set, name, ON_PAGES[name]?.(own) ?? load));
    for (const [name, what] of Object.entries(NOWHERE))
      wrap(name, (load) => refusing(`${name}: expected ${what}; got a web page, which does not carry them; run this chapter in JupyterLab.`, load)); // prettier-ignore
    for (const name of BY_NODE)
      wrap(name, (load) => refusing(`${name}: expected Node.js, which can listen to a port; got a web page; run this chapter in JupyterLab.`, load)); // prettier-ignore
    for (const [name, what] of Object.entries(this.absent))
      wrap(name, (load) => refusing(`${name}: expected ${what}; got a site that was built without them; run this chapter in JupyterLab, or build the site with "npm run site -- --weights".`, load)); // prettier-ignore
    return Object.create(library, Object.getOwnPropertyDescriptors(wrapped)) as Library;
  }

  private bringing(set: string, name: string, load: Loader): Loader {
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
