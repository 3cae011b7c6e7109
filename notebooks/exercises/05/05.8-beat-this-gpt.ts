/** Exercise 05.8: beat this GPT. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Validation losses in nats per character: the goal, the chapter's LSTM, and what no small model of English reaches. */
const [TO_BEAT, OF_LSTM, TOO_GOOD] = [1.75, 1.654, 0.9];
const PAIR_COUNTS = 2.42;

export const exercise = defineExercise({
  title: 'Beat this GPT',
  difficulty: 3,
  task: `
Open end. Train a **Transformer** of your own (attention, no recurrence) on \`trainTokens\`, on no more than 24,000 windows of
64 characters, as many as the chapter's GPT has seen, and reach a loss below **1.75** nats per character on all of
\`heldOutText\`. Then try to catch the chapter's LSTM, which stands at 1.65. Everything else is yours: learning rate and
schedule, width, depth, initializer, positions, RMSNorm and SwiGLU from 05b. Choose by the validation part only. The answer
is the loss as \`evaluate\` returns it. Say in a comment what you changed, and why.`,
  answer: 'betterLoss',
  placeholder: `
const betterLoss: number | undefined = undefined; // validation loss, nats per character`,
  hints: [
    'The cheapest change is one number of the recipe. Which one was never tuned for the GPT?',
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
      (loss < OF_LSTM ? 'That beats the LSTM as well. ' : 'The LSTM is still ahead, at 1.65. ') +
        'Now test the result: the same recipe with two other seeds. Does it hold on all three?',
    );
  },
});

export function solution() {
  // createSmallGpt(), the chapter's recipe, but a peak rate of 3e-3: see the table of rates in 05b
  const betterLoss: number | undefined = 1.677;
  return betterLoss;
}
