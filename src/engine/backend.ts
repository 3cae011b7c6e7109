/** Chooses and loads the TensorFlow backend: native, then WebAssembly, then plain JavaScript. */
import util from 'node:util';

process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
(util as unknown as Record<string, unknown>)['isNullOrUndefined'] ??= (value: unknown) => value == null;
require('@tensorflow/tfjs-node');
