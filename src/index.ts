/** What a notebook imports from `dlts`. Exports only. */
export { createRandom, engineInfo, ready, setSeed, tf } from './engine';
export type { EngineInfo, Random } from './engine';
export { plot } from './plot';
export type { Figure } from './plot';
export * from './data';
export * from './learn';
export * from './training';
export { attentionScores, layers, sinusoids } from './layers';
export type { AttentionScores } from './layers';
export * from './models';
export * from './serving';
