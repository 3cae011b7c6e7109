/** What a notebook imports from `dlts`. Exports only. */
export { tf } from './engine/tensorflow';
