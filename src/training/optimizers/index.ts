export * from './factories';
export { AdamWOptimizer } from './adamw';
export type {
  AdagradOptions,
  AdamOptions,
  AdamWOptions,
  LearningRateOption,
  MomentumOptions,
  RmspropOptions,
} from './options';
