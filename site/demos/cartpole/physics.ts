/** Cart and pole, as in Gymnasium's CartPole-v1, with a hand that pushes as well. */
import type { Random } from '../../../src/engine/random';

/** Position (m), velocity (m/s), angle (rad, to the right is positive), angular velocity (rad/s). */
export type State = readonly [x: number, velocity: number, angle: number, spin: number];

/** Newtons of the motor. */
const FORCE = 10;
/** Seconds of a step. */
export const STEP_SECONDS = 0.02;
export const MOST_STEPS = 500;
/** Meters from the middle to either end of the track. */
export const TRACK = 2.4;
const STEEPEST = Math.PI / 15;
const [GRAVITY, CART, POLE, HALF_LENGTH] = [9.8, 1, 0.1, 0.5];
const TOTAL = CART + POLE;

/**
 * The state 0.02 s later, by Euler's rule.
 *
 * @param right 1 pushes right, 0 left
 * @param hand newtons that the reader adds, to the right
 * @see Barto, Sutton and Anderson 1983. https://doi.org/10.1109/TSMC.1983.6313077
 */
export function stepCart([x, velocity, angle, spin]: State, right: number, hand = 0): State {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const force = (right === 1 ? FORCE : -FORCE) + hand;
  const push = (force + POLE * HALF_LENGTH * spin ** 2 * sine) / TOTAL;
  const inertia = HALF_LENGTH * (4 / 3 - (POLE * cosine ** 2) / TOTAL);
  const turning = (GRAVITY * sine - cosine * push) / inertia;
  const moving = push - (POLE * HALF_LENGTH * turning * cosine) / TOTAL;
  return [
    x + STEP_SECONDS * velocity,
    velocity + STEP_SECONDS * moving,
    angle + STEP_SECONDS * spin,
    spin + STEP_SECONDS * turning,
  ];
}

/** Whether the cart has left the track or the pole leans by more than 12°. */
export const hasFallen = ([x, , angle]: State): boolean =>
  Math.abs(x) > TRACK || Math.abs(angle) > STEEPEST;

/** Nearly upright, nearly at rest. */
export function randomStart(random: Random): State {
  const small = (): number => 0.1 * random.uniform() - 0.05;
  return [small(), small(), small(), small()];
}
