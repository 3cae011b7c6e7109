/** A policy of 4 → 16 → 1 units that learns by REINFORCE with a baseline, in plain numbers: chapter 10b. */
import { itemAt } from '../../../src/host/item-at';
import { createRandom, type Random } from '../../../src/engine/random';
import type { State } from './physics';

const HIDDEN = 16;
const INPUTS = 4;
/** First layer, its biases, second layer, its bias. */
export const WEIGHTS = (INPUTS + 2) * HIDDEN + 1;
const BIASES = INPUTS * HIDDEN;
const SECOND = BIASES + HIDDEN;
const RATE = 0.02;
const DISCOUNT = 0.99;
/** Episodes of the moving average. */
const WINDOW = 10;
/** Episodes that the baseline remembers. */
const MEMORY = 20;

interface Forward {
  input: readonly number[];
  hidden: number[];
  /** Probability of pushing right. */
  right: number;
}

/** What the policy does in a state. The angle is small in radians, so it comes in five times as large. */
export function forward(weights: Float64Array, [x, velocity, angle, spin]: State): Forward {
  const input = [x, velocity, 5 * angle, spin];
  const at = (i: number): number => weights[i] ?? 0;
  const hidden = Array.from({ length: HIDDEN }, (_, i) =>
    Math.tanh(input.reduce((sum, value, k) => sum + value * at(INPUTS * i + k), at(BIASES + i))),
  );
  const logit = hidden.reduce((sum, value, i) => sum + value * at(SECOND + i), at(WEIGHTS - 1));
  return { input, hidden, right: 1 / (1 + Math.exp(-logit)) };
}

/** Adds `weight` · ∇ log π(action | state) to `gradient`. */
export function addScore(
  weights: Float64Array,
  { state, action, weight }: { state: State; action: number; weight: number },
  gradient: Float64Array,
): void {
  const { input, hidden, right } = forward(weights, state);
  const error = weight * (action - right);
  const add = (i: number, value: number): void => {
    gradient[i] = (gradient[i] ?? 0) + value;
  };
  for (const [i, value] of hidden.entries()) {
    const inner = error * (weights[SECOND + i] ?? 0) * (1 - value ** 2);
    for (const [k, each] of input.entries()) add(INPUTS * i + k, inner * each);
    add(BIASES + i, inner);
    add(SECOND + i, error * value);
  }
  add(WEIGHTS - 1, error);
}

/** One step of Adam uphill. */
class Adam {
  private readonly mean = new Float64Array(WEIGHTS);
  private readonly square = new Float64Array(WEIGHTS);
  private steps = 0;

  climb(weights: Float64Array, gradient: Float64Array): void {
    this.steps++;
    const [fromMean, fromSquare] = [1 - 0.9 ** this.steps, 1 - 0.999 ** this.steps];
    for (const [i, slope] of gradient.entries()) {
      const mean = 0.9 * (this.mean[i] ?? 0) + 0.1 * slope;
      const square = 0.999 * (this.square[i] ?? 0) + 0.001 * slope ** 2;
      this.mean[i] = mean;
      this.square[i] = square;
      const move = (RATE * (mean / fromMean)) / (Math.sqrt(square / fromSquare) + 1e-8);
      weights[i] = (weights[i] ?? 0) + move;
    }
  }
}

/** Acts, remembers an episode, and learns from it when it ends. */
export class Learner {
  readonly random: Random;
  readonly weights: Float64Array;
  /** Steps of each finished episode. */
  readonly lengths: number[] = [];
  private readonly adam = new Adam();
  private readonly baseline: number[] = [];
  private readonly counts: number[] = [];
  private states: State[] = [];
  private actions: number[] = [];

  constructor(seed: number) {
    this.random = createRandom(seed);
    const initial = createRandom(seed);
    const deviation = (i: number): number =>
      i < BIASES ? 0.5 : i >= SECOND && i < WEIGHTS - 1 ? 0.1 : 0;
    this.weights = Float64Array.from(
      { length: WEIGHTS },
      (_, i) => deviation(i) * initial.normal(),
    );
  }

  /** Draws a push and remembers it. @returns 1 right, 0 left */
  act(state: State): number {
    const action = this.random.uniform() < forward(this.weights, state).right ? 1 : 0;
    this.states.push(state);
    this.actions.push(action);
    return action;
  }

  /** One step of the policy gradient from the episode that has ended; without `learn` it only counts. */
  end(learn = true): void {
    const { states, actions } = this;
    this.lengths.push(states.length);
    if (learn) {
      const returns = returnsOf(states.length);
      const gradient = new Float64Array(WEIGHTS);
      states.forEach((state, t) => {
        const weight = itemAt(returns, t) - (this.baseline[t] ?? 0);
        addScore(this.weights, { state, action: itemAt(actions, t), weight }, gradient);
      });
      this.adam.climb(this.weights, gradient);
      this.remember(returns);
    }
    [this.states, this.actions] = [[], []];
  }

  /** Running means of the returns at each step; they come from earlier episodes only. */
  private remember(returns: readonly number[]): void {
    returns.forEach((value, t) => {
      const count = Math.min(MEMORY, (this.counts[t] ?? 0) + 1);
      this.counts[t] = count;
      this.baseline[t] = (this.baseline[t] ?? 0) + (value - (this.baseline[t] ?? 0)) / count;
    });
  }
}

/** Discounted returns of an episode that earns 1 at each step. */
export function returnsOf(length: number): number[] {
  const returns = new Array<number>(length).fill(0);
  for (let t = length - 1; t >= 0; t--) returns[t] = 1 + DISCOUNT * (returns[t + 1] ?? 0);
  return returns;
}

/** Means of the last ten lengths. */
export const averages = (lengths: readonly number[]): number[] =>
  lengths.map((_, i) => {
    const recent = lengths.slice(Math.max(0, i + 1 - WINDOW), i + 1);
    return recent.reduce((sum, value) => sum + value, 0) / recent.length;
  });
