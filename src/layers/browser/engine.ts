/**
 * Takes the place of `engine` in a bundle for browsers (see `browser` in package.json): what layers and models
 * need, without anything of Node.
 */
export { tf } from '../../engine/tensorflow';
export { createRandom, nextSeed, setSeed, type Random } from '../../engine/random';
export { drawForPart } from '../../engine/random-ops';
