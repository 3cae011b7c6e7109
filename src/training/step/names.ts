/** Names of what a step is fed besides its batch. */

/** Random words of a step, `[2]` int32. */
export const SEED = 'seed';
/** The learning rate, a float32 scalar. */
export const LEARNING_RATE = 'learningRate';
