/** Names of what a step is fed besides its batch. */

/** Random words of a step, `[2]` int32. */
export const SEED = 'seed';
/** The learning rate, a float32 scalar. */
export const LEARNING_RATE = 'learningRate';
/** Positions of a step's examples, `[B]` int32. */
export const INDICES = 'indices';
/** What differs between the steps of one call. */
export const PER_STEP = [INDICES, SEED, LEARNING_RATE];
