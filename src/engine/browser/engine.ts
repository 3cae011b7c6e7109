/**
 * Takes the place of `engine` in a bundle for browsers (see `browser` in package.json): what layers and models
 * need, without anything of Node.
 */
export { tf } from '../tensorflow';
export { createRandom, nextSeed, setSeed, type Random } from '../random';
export { drawForPart } from '../random-ops';
