/** Which chapters use a function, read from the imports and the code of the notebooks' twins. */
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './program';

/** A chapter that uses a function. */
export interface Use {
  id: string;
  slug: string;
  title: string;
}

/** Uses of a function, and where a reader meets it first: small numbers come early. */
export interface Uses {
  chapters: Use[];
  first: number;
}

interface Chapter extends Use {
  code: string;
  imported: Set<string>;
}

const CODE = /^```typescript[^\n]*\n(.*?)^```/gms;
const IMPORT = /import\s*(?:type\s*)?\{([^}]*)\}\s*from\s*'dlts';?/g;
/** More characters than a chapter has. */
const CHAPTER = 1e7;

function readChapters(): Chapter[] {
  const notebooks = path.join(ROOT, 'notebooks');
  const listed = JSON.parse(
    fs.readFileSync(path.join(notebooks, 'chapters.json'), 'utf8'),
  ) as Use[];
  return listed
    .map((use) => ({ ...use, file: path.join(notebooks, 'text', `${use.slug}.md`) }))
    .filter(({ file }) => fs.existsSync(file))
    .map(({ file, id, slug, title }) => {
      const cells = [...fs.readFileSync(file, 'utf8').matchAll(CODE)].map(([, cell = '']) => cell);
      const code = cells.join('\n');
      const lists = [...code.matchAll(IMPORT)].map(([, names = '']) => names);
      const names = lists.join(',').split(',').map((name) => name.replace(/\bas\b.*/s, '').trim()); // prettier-ignore
      return { id, slug, title, code: code.replace(IMPORT, ''), imported: new Set(names) };
    });
}

/** @returns a function that finds the uses of a name such as `train` or `losses.huber` */
export function usesReader(): (name: string) => Uses {
  const chapters = readChapters();
  return (name) => {
    const [root = ''] = name.split('.');
    const pattern = new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}\\b`);
    const found = chapters.flatMap((chapter, i) => {
      const place = chapter.imported.has(root) ? chapter.code.search(pattern) : -1;
      return place < 0 ? [] : [{ chapter, at: i * CHAPTER + place }];
    });
    return {
      chapters: found.map(({ chapter: { id, slug, title } }) => ({ id, slug, title })),
      first: found[0]?.at ?? Infinity,
    };
  };
}
