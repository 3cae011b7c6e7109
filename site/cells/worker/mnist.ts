/** MNIST as a page has it: the first images of each file, by the library's own loader. */
import type { ImageDataset, MnistOptions } from '../../../src/data';
import { COURSE } from '../node/files';

/** The images that the page's files hold; made by scripts/site/cells.mjs. */
declare const MNIST: { train: number; validation: number; test: number };

type Load = (options?: MnistOptions) => Promise<ImageDataset>;

/** @param load the library's loader, which reads any folder of such files */
export function pageMnist(load: Load): Load {
  return async (options = {}) => {
    if (options.path !== undefined) return load(options);
    const { train, validation, test } = MNIST;
    const { validationSize = validation, limit = Infinity } = options;
    if (Math.min(limit, 60_000 - validationSize) > train)
      console.info(
        `loadMnist: this page has the first ${train} images for training, ${validation} for validation and ${test} for testing; all 70,000 are in JupyterLab.`,
      );
    return load({
      ...options,
      path: `${COURSE}/data/page-mnist`,
      verify: false,
      validationSize: Math.min(validationSize, validation),
    });
  };
}
