/** What all demos share, bundled once. */
import './page';
import { runtime } from './shared';

window.dltsRuntime = runtime.tf.setBackend('cpu').then(() => runtime);
