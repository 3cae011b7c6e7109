/** The cart of the demo: physics beside Gymnasium, gradient beside finite differences, and that it learns. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  addScore,
  averages,
  forward,
  Learner,
  returnsOf,
  WEIGHTS,
} from '../../site/demos/cartpole/learner';
import { hasFallen, randomStart, stepCart, type State } from '../../site/demos/cartpole/physics';

interface Run {
  actions: number[];
  states: State[];
  ended: boolean;
}
const file = path.join(__dirname, '..', 'fixtures', 'cartpole.json');
const runs = JSON.parse(readFileSync(file, 'utf8')) as Run[];

test('the cart moves as Gymnasium’s does, step by step, and falls when that one falls', () => {
  for (const { actions, states, ended } of runs) {
    let state = states[0] as State;
    actions.forEach((action, t) => {
      state = stepCart(state, action);
      const expected = states[t + 1] as State;
      state.forEach((value, k) => assert.ok(Math.abs(value - (expected[k] as number)) < 1e-9));
      assert.equal(hasFallen(state), ended && t === actions.length - 1);
    });
  }
});

test('a hand adds its newtons to those of the motor', () => {
  const state: State = [0.1, -0.2, 0.05, 0.3];
  const none = stepCart(state, 1, -20);
  stepCart(state, 0).forEach((value, k) =>
    assert.ok(Math.abs(value - (none[k] as number)) < 1e-12),
  );
});

test('addScore is the slope of log π, with the weight that is given', () => {
  const { weights } = new Learner(7);
  const state: State = [0.3, -0.5, 0.08, 0.4];
  for (const action of [0, 1]) {
    const gradient = new Float64Array(WEIGHTS);
    addScore(weights, { state, action, weight: -3 }, gradient);
    const log = (at: Float64Array): number => {
      const { right } = forward(at, state);
      return Math.log(action === 1 ? right : 1 - right);
    };
    gradient.forEach((slope, i) => {
      const moved = (by: number): number => log(weights.map((w, k) => (k === i ? w + by : w)));
      const numerical = (-3 * (moved(1e-5) - moved(-1e-5))) / 2e-5;
      assert.ok(Math.abs(slope - numerical) < 1e-8, `weight ${i}: ${slope}, ${numerical}`);
    });
  }
});

test('returns look ahead, and averages look back', () => {
  assert.deepEqual(returnsOf(3), [1 + 0.99 * 1.99, 1.99, 1]);
  assert.deepEqual(averages([2, 4, 9]), [2, 3, 5]);
});

function episode(learner: Learner, learn: boolean): number {
  let state = randomStart(learner.random);
  let steps = 0;
  for (; steps < 500 && !hasFallen(state); steps++) state = stepCart(state, learner.act(state));
  learner.end(learn);
  return steps;
}
const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

test('it learns within 200 episodes on three seeds, and not at all when it may not', () => {
  for (const seed of [1, 2, 3]) {
    const [learner, idle] = [new Learner(seed), new Learner(seed)];
    const before = idle.weights.slice();
    for (let i = 0; i < 200; i++) episode(learner, true);
    for (let i = 0; i < 20; i++) episode(idle, false);
    assert.ok(mean(learner.lengths.slice(-50)) > 400, learner.lengths.slice(-50).join(' '));
    assert.deepEqual(idle.weights, before);
  }
});
