/**
 * Takes the place of `engine/backend` in a bundle for browsers (see `browser` in package.json): no native
 * engine, whichever backend TensorFlow.js has chosen.
 */
export function nativeBackend(): undefined {
  return undefined;
}
