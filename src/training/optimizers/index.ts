export * from './factories';
export { AdamWOptimizer, type AdamWOptions } from './adamw';
