/** Exercise 05.8: beat this GPT. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Validation loss of the chapter's GPT in nats per character, and what no small model of English reaches. */
const [TO_BEAT, TOO_GOOD] = [1.75, 0.9];
const PAIR_COUNTS = 2.42;

export const exercise = defineExercise({
  title: 'Beat this GPT',
  difficulty: 3,
  task: `
Open end. Train a character model of your own on \`trainTokens\`, on no more than 24,000 windows of 64 characters (as many as
the chapter's GPT has seen), and reach a loss below **1.75** nats per character on all of \`heldOutText\`. Everything else is
yours: learning rate and schedule, width, depth, initializer, positions, RMSNorm and SwiGLU from 05b, an LSTM. Choose by the
validation part only. The answer is the loss as \`evaluate\` returns it; say what you changed in a comment, and why.`,
  answer: 'betterLoss',
  placeholder: `
const betterLoss: number | undefined = undefined; // validation loss, nats per character`,
  hints: [
    'The cheapest change is one number of the recipe. Which one had never been tuned for the GPT?',
    'With a larger rate the warm-up matters more. Try three rates, each a factor of 3 apart, on 300 steps first.',
    'If you build something new: run `leakage` on it before you believe its loss.',
  ],
  check(answer, report) {
    const loss = report.number(answer);
    report.demand(loss > 0, 'A cross-entropy is positive. Pass the loss that `evaluate` returns.');
    report.demand(
      loss > TOO_GOOD,
      'People who know English well pay about that much per letter (Shannon 1951). Look for the leak: does your model see the future, or did it train on `heldOutText`?',
    );
    report.demand(
      loss < PAIR_COUNTS,
      'That is no better than the pair counts. Has the loss stopped falling, or is the rate too large? Plot it.',
    );
    report.demand(
      loss < TO_BEAT,
      `Not yet below ${TO_BEAT}. Change one thing at a time, and keep what helps.`,
    );
    report.remark(
      'Now the test of a result: the same recipe with two other seeds. Does it hold on all three?',
    );
  },
});

export function solution() {
  // createSmallGpt(), the chapter's recipe, but a peak rate of 3e-3: see the table of rates in 05b
  const betterLoss: number | undefined = 1.678;
  return betterLoss;
}
