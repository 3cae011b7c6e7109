/** What a notebook imports from `dlts`. Exports only. */
export { tf } from './engine/tensorflow';
export { plot } from './plot';
export type { Figure } from './plot';
export * from './data';
export * from './learn';
export * from './training';
export { attentionScores, layers, sinusoids } from './layers';
export type { AttentionScores } from './layers';
export * from './models';
