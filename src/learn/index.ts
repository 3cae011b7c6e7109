/** What a notebook needs for studying: settings, exercises, self-tests, results, findings, predictions. */
export { configure, isQuick } from './configure';
export { type CheckResult, type Exercise, exercise } from './exercise';
export { todo } from './attempt';
export { type ExpectedResult, type ExpectedTable, expected } from './expected';
export type { Evidence, Measured } from '../host/evidence';
export { difference, equalWithin, spread } from './evidence';
export { type Finding, finding } from './finding';
export { type Prediction, prediction } from './prediction';
export { type ProgressOverview, progress } from './progress';
export { type Quiz, quiz } from './quiz';
