/** What the kernel promises, asked of one real kernel process that all these tests share. */
import { after, before, describe } from 'node:test';
import { Kernel } from './client';
import { cells } from './suites/cells';
import { display } from './suites/display';
import { errors } from './suites/errors';
import { interrupts } from './suites/interrupts';
import { language } from './suites/language';
import { late } from './suites/late';
import { protocol } from './suites/protocol';
import { questions } from './suites/questions';
import { traces } from './suites/traces';
import { values } from './suites/values';

let kernel: Kernel | undefined;
const shared = (): Kernel => {
  if (!kernel) throw new Error('The kernel has not started.');
  return kernel;
};

before(async () => {
  kernel = await Kernel.start();
});

after(async () => {
  await kernel?.shutdown();
});

describe('protocol', () => protocol(shared));
describe('cells', () => cells(shared));
describe('errors', () => errors(shared));
describe('display', () => display(shared));
describe('language', () => language(shared));
describe('values', () => values(shared));
describe('traces', () => traces(shared));
describe('late', () => late(shared));
describe('questions', () => questions(shared));
describe('interrupts', () => interrupts(shared));
