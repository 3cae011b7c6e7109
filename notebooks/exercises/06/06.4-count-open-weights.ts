/** Exercise 06.4: count the open weights. */
import { defineExercise } from 'dlts/dist/learn/author';

const [D, F, K] = [384, 1536, 8];
const ATTENTION = 4 * (D * D + D);
const FEED_FORWARD = D * F + F + F * D + D;
const NORMS = 2 * 2 * D;
const BLOCK = ATTENTION + FEED_FORWARD + NORMS;
const PROBE = D * K + K;

export const exercise = defineExercise({
  title: 'Count the open weights',
  difficulty: 2,
  task: `
How many numbers does training change? Count with biases:

1. a linear probe from 384 numbers to 8 categories;
2. one encoder block of MiniLM: query, key, value and output of the attention (each 384 to 384), a feed-forward part
   384 → 1,536 → 384, and two layer normalizations with scale and shift;
3. fine-tuning of the last two blocks together with a new head like the probe.`,
  answer: 'open',
  placeholder: `
const open: number[] | undefined = undefined; // [probe, one block, last two blocks and head]`,
  hints: [
    'A linear map from $a$ to $b$ numbers has $a b$ weights and $b$ biases. The number of heads does not matter.',
    'Attention: four maps of $384^2 + 384$. Feed-forward: $384 \\cdot 1536 + 1536$ and $1536 \\cdot 384 + 384$.',
    'A layer normalization has a scale and a shift for each of the 384 features.',
  ],
  check(answer, report) {
    const [probe, block, two] = report.numbers(answer, undefined, { length: 3 });
    report.close(probe, PROBE, {
      what: 'The probe',
      mistakes: [{ gives: D * K, says: 'The biases are missing: one for each category.' }],
    });
    report.close(block, BLOCK, {
      what: 'One block',
      mistakes: [
        { gives: BLOCK - NORMS, says: 'The two layer normalizations are missing.' },
        { gives: BLOCK - NORMS / 2, says: 'Each layer normalization has a scale *and* a shift; or there are two of them.' },
        { gives: BLOCK - D * D - D, says: 'The output map of the attention is missing.' },
        { gives: 4 * D * D + 2 * D * F + NORMS, says: 'The biases are missing.' },
        { gives: 4 * D * D + 2 * D * F, says: 'The biases and the normalizations are missing.' },
        { gives: BLOCK + 11 * ATTENTION, says: 'The twelve heads share the 384 numbers, 32 each; they do not have 384 each.' },
      ],
    }); // prettier-ignore
    report.close(two, 2 * BLOCK + PROBE, {
      what: 'Two blocks and head',
      mistakes: [
        { gives: 2 * BLOCK, says: 'The new head is trained, too.' },
        { gives: BLOCK + PROBE, says: 'Two blocks are open.' },
        { gives: 6 * BLOCK + PROBE, says: 'That is all six.' },
      ],
    });
    report.remark(
      'A thousand times as many as the probe, for the same labels. That a low rate and a good start make this work is no matter of counting.',
    );
  },
});

export function solution() {
  const probe = 384 * 8 + 8;
  const attention = 4 * (384 * 384 + 384);
  const feedForward = 384 * 1536 + 1536 + 1536 * 384 + 384;
  const block = attention + feedForward + 2 * 2 * 384;
  const open: number[] | undefined = [probe, block, 2 * block + probe]; // 3,080, 1,774,464, 3,552,008
  return open;
}
