/** What a reader's browser keeps: progress in the exercises, and edited cells. Nothing leaves the machine. */

const PROGRESS = 'dlts.progress';
const EDITS = 'dlts.edits.';

/** Storage can be switched off, or full: then what was kept is kept until the page is left. */
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // See above.
  }
}

export const readProgress = (): string | undefined => read(PROGRESS);
export const writeProgress = (text: string): void => write(PROGRESS, text);

/** Whether the reader has edited cells of a page. */
export const hasEdits = (chapter: string): boolean => read(EDITS + chapter) !== undefined;

/** Edited cells of one page, by the text that stands there; a cell that the course has changed since is not found. */
export class Edits {
  private readonly key: string;
  private readonly texts: Map<string, string>;

  constructor(chapter: string) {
    this.key = EDITS + chapter;
    this.texts = new Map(parse(read(this.key)));
  }

  of(original: string): string | undefined {
    return this.texts.get(original);
  }

  set(original: string, edited: string): void {
    if (edited === original) this.texts.delete(original);
    else this.texts.set(original, edited);
    write(this.key, this.texts.size === 0 ? undefined : JSON.stringify([...this.texts]));
  }
}

function parse(text: string | undefined): [string, string][] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    return found.filter(
      (each): each is [string, string] => Array.isArray(each) && each.length === 2,
    );
  } catch {
    return [];
  }
}
