/** Image files as tensors. */
import fs from 'node:fs';
import { checkWholeNumber } from '../../host/checks';
import { notice } from '../../host/notice';
import { checkOptions } from '../../host/options';
import { tf } from '../../engine';
import type { Part } from '../parts';
import { decodeImage } from './codec';
import { listImageFolder, type ImageFile, type RefusedFile } from './list';
import { preparePixels, type Fit, type Wanted } from './prepare';

export interface ImageOptions {
  /** Height and width of every image in pixels, e.g. `[64, 64]`. */
  size: [height: number, width: number];
  /** 3 for color (gray is repeated), 1 for gray (brightness by ITU-R BT.601). Defaults to 3. */
  channels?: 1 | 3;
  /**
   * What happens to other shapes: `pad` (default) keeps the whole picture and fills up, `crop` keeps the middle,
   * `stretch` distorts. All resize bilinearly with antialiasing.
   */
  fit?: Fit;
  /** Brightness in [0, 1] behind transparent pixels, and of the padding. Defaults to 1, white. */
  background?: number;
  /** Most memory of the result, in bytes. Defaults to 1 GiB. */
  maxBytes?: number;
}

const IMAGE_OPTIONS = {
  ...{ size: true, channels: true, fit: true, background: true, maxBytes: true },
} as const satisfies Record<keyof ImageOptions, true>;

const FITS: readonly Fit[] = ['pad', 'crop', 'stretch'];
const BYTES_PER_NUMBER = 4;
const MOST_BYTES = 2 ** 30;
/** Refused files that a notice names. */
const NAMED = 5;

/** Images in [0, 1] with class numbers, and which files they come from. */
export interface LabeledImages extends Part<tf.Tensor4D, tf.Tensor1D> {
  /** The file of each image, in the order of the tensors. */
  files: ImageFile[];
  /** Files that could not be used, each with the reason. */
  refused: RefusedFile[];
  /** Frees both tensors. */
  dispose(): void;
}

function checkImageOptions(caller: string, options: ImageOptions, count: number): Wanted {
  checkOptions(caller, options, IMAGE_OPTIONS);
  const { size, channels = 3, fit = 'pad', background = 1, maxBytes = MOST_BYTES } = options;
  if (!Array.isArray(size) || size.length !== 2)
    throw new RangeError(
      `${caller}: expected size to be [height, width]; got ${JSON.stringify(size)}; pass for example { size: [64, 64] }.`,
    );
  const remedy = 'pass for example { size: [64, 64] }';
  checkWholeNumber(caller, 'the height in size', size[0], { remedy });
  checkWholeNumber(caller, 'the width in size', size[1], { remedy });
  const fits = FITS.includes(fit) && (channels === 1 || channels === 3);
  if (!fits || !(background >= 0 && background <= 1))
    throw new RangeError(
      `${caller}: expected channels 1 or 3, fit ${FITS.join(', ')} and a background in [0, 1]; got ${channels}, ` +
        `${JSON.stringify(fit)} and ${background}; leave them out for color, padded with white.`,
    );
  const bytes = count * size[0] * size[1] * channels * BYTES_PER_NUMBER;
  if (bytes > maxBytes)
    throw new RangeError(
      `${caller}: expected at most ${maxBytes} bytes for ${count} images; got ${bytes}; choose a smaller size, ` +
        'read the list batch by batch with readImages, or raise maxBytes.',
    );
  return { size, channels, fit, background };
}

/** Says how many files are refused, and names the first ones. */
function noticeRefused(caller: string, refused: readonly RefusedFile[]): void {
  if (refused.length === 0) return;
  const named = refused.slice(0, NAMED).map(({ file, reason }) => `${file} (${reason})`);
  notice(
    `${caller}: expected images only; got ${refused.length} other ${refused.length === 1 ? 'file' : 'files'}: ` +
      `${named.join('; ')}${refused.length > NAMED ? '; …' : ''}; all are listed in refused.`,
  );
}

async function read(
  caller: string,
  files: readonly ImageFile[],
  options: ImageOptions,
): Promise<LabeledImages> {
  const wanted = checkImageOptions(caller, options, files.length);
  const [images, used, refused]: [tf.Tensor3D[], ImageFile[], RefusedFile[]] = [[], [], []];
  try {
    for (const each of files) {
      try {
        images.push(preparePixels(await decodeImage(caller, fs.readFileSync(each.file)), wanted));
        used.push(each);
      } catch (error) {
        if (!(error instanceof Error) || error.message.startsWith(`${caller}: `)) throw error;
        refused.push({ file: each.file, reason: error.message });
      }
    }
    if (images.length === 0)
      throw new RangeError(
        `${caller}: expected at least one image that can be read; got ${refused.length} that cannot, first ` +
          `${refused[0]?.file ?? 'no file at all'} (${refused[0]?.reason ?? 'an empty list'}); check the files.`,
      );
    const labels = Int32Array.from(used, ({ label }) => label);
    const [x, y] = [tf.stack(images) as tf.Tensor4D, tf.tensor1d(labels, 'int32')];
    return { x, y, files: used, refused, dispose: () => tf.dispose([x, y]) };
  } finally {
    tf.dispose(images);
  }
}

/**
 * Reads image files, such as one part of a split or one batch of a list that is too long for memory.
 *
 * A file that cannot be used (no image by its content, broken, gone) is left out, listed in `refused`, and named in a
 * notice. Files are judged by their content: a JPEG named `.png` is read. Photographs are turned upright by their EXIF
 * orientation; color profiles are not applied; 16 bits a channel become 8. Files are read one after another, so that
 * besides the result only one picture in its own size is in memory (about 8 bytes a pixel and channel).
 *
 * Axes: N images that could be read · H rows · W columns · C channels.
 *
 * @param files   as `listImageFolder` lists them.
 * @param options see {@link ImageOptions}; only `size` has no default.
 * @returns `x` `[N, H, W, C]` float32 in [0, 1], `y` `[N]` int32, the `files` read and those `refused`. Caller disposes.
 * @throws RangeError if an option is out of range, the result needs more than `maxBytes`, or no file can be read; Error
 *   in Node without the native engine, where there is no decoder.
 * @example
 * import fs from 'node:fs';
 * fs.mkdirSync('.cache/read-example/white', { recursive: true });
 * fs.writeFileSync('.cache/read-example/white/a.png', await encodeImage(tf.ones([4, 2, 1]), 'png'));
 * const { files } = listImageFolder('.cache/read-example');
 * const { x, y } = await readImages(files, { size: [2, 2], background: 0, channels: 1 });
 * x.squeeze([0, 3]); // [[1, 0], [1, 0]]
 * y.dtype; // 'int32'
 */
export async function readImages(
  files: readonly ImageFile[],
  options: ImageOptions,
): Promise<LabeledImages> {
  const images = await read('readImages', files, options);
  noticeRefused('readImages', images.refused);
  return images;
}

/**
 * All images of a folder that holds one folder for each class: `listImageFolder`, then `readImages`.
 *
 * @param folder  path of the outer folder.
 * @param options as for {@link readImages}.
 * @returns as {@link readImages}, with the `classNames`. Caller disposes.
 * @throws as `listImageFolder` and {@link readImages} do.
 * @example
 * import fs from 'node:fs';
 * fs.mkdirSync('.cache/load-example/black', { recursive: true });
 * fs.writeFileSync('.cache/load-example/black/a.png', await encodeImage(tf.zeros([1, 1, 3]), 'png'));
 * fs.mkdirSync('.cache/load-example/white', { recursive: true });
 * fs.writeFileSync('.cache/load-example/white/a.jpg', await encodeImage(tf.ones([1, 1, 3]), 'jpeg'));
 * const { x, y, classNames, refused } = await loadImageFolder('.cache/load-example', { size: [1, 1] });
 * x.shape; // [ 2, 1, 1, 3 ]
 * y; // [0, 1]
 * [classNames, refused.length]; // [ [ 'black', 'white' ], 0 ]
 */
export async function loadImageFolder(
  folder: string,
  options: ImageOptions,
): Promise<LabeledImages & { classNames: string[] }> {
  const list = listImageFolder(folder);
  const images = await read('loadImageFolder', list.files, options);
  const refused = [...list.refused, ...images.refused];
  noticeRefused('loadImageFolder', refused);
  return { ...images, refused, classNames: list.classNames };
}
