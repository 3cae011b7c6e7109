/** MNIST and Fashion-MNIST as a page has them: the first images of each file, by the library's own loader. */
import type { ImageDataset, MnistOptions } from '../../../src/data';

/** The images that the page's files hold; made by scripts/site/cells.mjs. */
declare const IMAGES: { train: number; validation: number; test: number };

type Load = (options?: MnistOptions) => Promise<ImageDataset>;

/**
 * @param caller the loader that a cell has called
 * @param load `loadMnist`, which reads any folder of such files
 * @param own the folder of the page's files, and names of their classes
 */
export function pageImages(caller: string, load: Load, own: MnistOptions): Load {
  return async (options = {}) => {
    if (options.path !== undefined) return load({ ...own, verify: true, ...options });
    const { train, validation, test } = IMAGES;
    const { validationSize = validation, limit = Infinity } = options;
    if (Math.min(limit, 60_000 - validationSize) > train)
      console.info(
        `${caller}: this page has the first ${train} images for training, ${validation} for validation and ${test} for testing; all 70,000 are in JupyterLab.`,
      );
    return load({
      ...options,
      ...own,
      verify: false,
      validationSize: Math.min(validationSize, validation),
    });
  };
}
