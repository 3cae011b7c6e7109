/** Networks that others have trained, as ordinary models with their weights. */
export { loadEfficientNet, type EfficientNet, type EfficientNetOptions } from './efficient-net';
export { loadMiniLm, type EmbedOptions, type MiniLm, type MiniLmOptions } from './mini-lm';
export {
  chatPrompt,
  loadSmolLm,
  type ChatMessage,
  type SmolLm,
  type SmolLmOptions,
} from './smol-lm';
export { loadSmolLmFile } from './smol-lm-file';
