/** The files of a folder that has a folder of images for each class. */
import fs from 'node:fs';
import path from 'node:path';

/** An image and the class whose folder it lies in. */
export interface ImageFile {
  /** Path of the file. */
  file: string;
  /** Class number: the place of `className` among the class names. */
  label: number;
  /** Name of the folder. */
  className: string;
}

/** A file that cannot be used, and why. */
export interface RefusedFile {
  file: string;
  reason: string;
}

/** What a folder of images holds. */
export interface ImageFolder {
  /** Images, class by class, in alphabetical order. */
  files: ImageFile[];
  /** Names of the folders, in alphabetical order. */
  classNames: string[];
  /** Everything else that lies there. */
  refused: RefusedFile[];
}

const IMAGE_NAME = /\.(?:png|jpe?g)$/i;

const isFolder = (file: string): boolean => fs.statSync(file)?.isDirectory() ?? false;

/** By code units: the same order on every machine, whatever its language. */
const sorted = (names: string[]): string[] => [...names].sort((a, b) => (a < b ? -1 : 1));

function entriesOf(folder: string): string[] {
  try {
    return sorted(fs.readdirSync(folder)).map((name) => path.join(folder, name));
  } catch (cause) {
    throw new Error(
      `listImageFolder: expected a folder at ${folder}; got ` +
        `${cause instanceof Error ? cause.message : String(cause)}; check the path, which begins at the notebook.`,
      { cause },
    );
  }
}

function reasonAgainst(file: string): string | undefined {
  if (isFolder(file)) return 'a folder within the folder of a class';
  return IMAGE_NAME.test(file) ? undefined : 'neither .png nor .jpg by its name';
}

/**
 * Lists the images of a folder that holds one folder for each class, such as `photos/cat/1.jpg` and `photos/dog/2.png`.
 *
 * Nothing is opened yet. The list holds plain rows: `split(files, { stratifyBy: 'className' })` splits it before any
 * image is in memory.
 *
 * @param folder path of the outer folder.
 * @returns `files` with class numbers from 0, `classNames`, and in `refused` everything that is no image of a class:
 *   nothing is passed over in silence.
 * @throws Error if there is no such folder; RangeError if it holds no folder with an image.
 * @example
 * import fs from 'node:fs';
 * const pixel = await encodeImage(tf.zeros([1, 1, 3]), 'png');
 * fs.mkdirSync('.cache/list-example/dark', { recursive: true });
 * fs.writeFileSync('.cache/list-example/dark/a.png', pixel);
 * fs.mkdirSync('.cache/list-example', { recursive: true });
 * fs.writeFileSync('.cache/list-example/notes.txt', 'taken in May');
 * const { files, classNames, refused } = listImageFolder('.cache/list-example');
 * [files.length, files[0]?.label, classNames[0]]; // [ 1, 0, 'dark' ]
 * refused[0]?.reason; // 'outside of the folders of classes'
 */
export function listImageFolder(folder: string): ImageFolder {
  const refused: RefusedFile[] = [];
  const files: ImageFile[] = [];
  const classNames: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (!isFolder(entry)) {
      refused.push({ file: entry, reason: 'outside of the folders of classes' });
      continue;
    }
    const inside = entriesOf(entry).map((file) => ({ file, reason: reasonAgainst(file) }));
    for (const { file, reason } of inside) if (reason !== undefined) refused.push({ file, reason });
    const images = inside.filter(({ reason }) => reason === undefined);
    if (images.length === 0) {
      refused.push({ file: entry, reason: 'a folder without an image, so no class' });
      continue;
    }
    const className = path.basename(entry);
    const label = classNames.push(className) - 1;
    files.push(...images.map(({ file }) => ({ file, label, className })));
  }
  if (files.length === 0)
    throw new RangeError(
      `listImageFolder: expected a folder for each class with .png or .jpg files in ${folder}; got ` +
        `${refused.length} other entries; move the images into folders named after their classes.`,
    );
  return { files, classNames, refused };
}
