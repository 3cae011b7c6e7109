export { createLinear, type LinearOptions } from './linear';
export { createMlp, type MlpOptions } from './mlp';
export { createCnn, type CnnOptions } from './cnn';
export {
  createCharacterModel,
  createForecaster,
  createRnnClassifier,
  type CharacterModelOptions,
  type ForecasterOptions,
  type RecurrentCell,
  type RecurrentOptions,
  type RnnClassifierOptions,
} from './rnn';
export { createGpt } from './gpt';
export { createEncoderClassifier, createEncoderDecoder } from './transformer';
export type {
  EncoderClassifierOptions,
  EncoderDecoderOptions,
  GptOptions,
  PositionKind,
  TransformerOptions,
} from './transformer-options';
export { decode, generate, type DecodeOptions, type GenerateOptions } from './generate';
export { lora, type Lora, type LoraOptions } from './lora';
export { argMax, samplingProbabilities, sampleToken, type SamplingOptions } from './sampling';
export * from './keras';
export * from './pretrained';
