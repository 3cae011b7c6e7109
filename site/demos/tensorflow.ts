/**
 * Takes the place of `@tensorflow/tfjs` in the demos' bundle: core, layers and the plain JavaScript backend.
 *
 * The models are small enough for it, it computes the same on every machine, and it needs no file of its own, so that
 * the pages also work when they are opened from a folder.
 */
export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
