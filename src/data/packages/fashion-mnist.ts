/** The Debian package of Fashion-MNIST; its files are packed anew there, so contents are compared, not `.gz` files. */
import type { PinnedFile, PinnedPackage } from './pinned';

const file = (name: string, bytes: number, sha256: string): PinnedFile => ({
  entry: `usr/share/datasets/fashion-mnist/${name}.gz`,
  bytes,
  sha256,
});

/** Fashion-MNIST of 2020-05-23, MIT, copyright 2017 Zalando SE. */
export const FASHION_MNIST: PinnedPackage<
  | 'train-images-idx3-ubyte'
  | 'train-labels-idx1-ubyte'
  | 't10k-images-idx3-ubyte'
  | 't10k-labels-idx1-ubyte'
> = {
  registry: 'Debian',
  name: 'dataset-fashion-mnist',
  version: '0.0~git20200523.55506a9-1',
  archiveBytes: 30_900_652,
  sha256: '39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0',
  files: {
    'train-images-idx3-ubyte': file(
      'train-images-idx3-ubyte',
      47_040_016,
      'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    ),
    'train-labels-idx1-ubyte': file(
      'train-labels-idx1-ubyte',
      60_008,
      'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    ),
    't10k-images-idx3-ubyte': file(
      't10k-images-idx3-ubyte',
      7_840_016,
      '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    ),
    't10k-labels-idx1-ubyte': file(
      't10k-labels-idx1-ubyte',
      10_008,
      '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    ),
  },
  without: 'everything that needs no Fashion-MNIST works without it',
  // As the authors' README names it: https://github.com/zalandoresearch/fashion-mnist
  address: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
};
