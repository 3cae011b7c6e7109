/**
 * TensorFlow.js with the fastest backend that this machine can run.
 *
 * `tf` is the ordinary TensorFlow.js namespace, types included. Loading `./backend` first registers the
 * native backend, so that the first operation already runs on it.
 */
import './backend';
import * as tf from '@tensorflow/tfjs';

export { tf };
