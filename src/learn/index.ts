/** What a notebook needs for studying: settings, exercises, self-tests, and the table of results. */
export { configure, isQuick } from './configure';
export { type CheckResult, type Exercise, exercise } from './exercise';
export { todo } from './attempt';
export { type ExpectedResult, type ExpectedTable, expected } from './expected';
export { type ProgressOverview, progress } from './progress';
export { type Quiz, quiz } from './quiz';
