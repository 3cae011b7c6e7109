/** Exercise 05.4: the network that repeats. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [DEVIATION, WIDTH] = [0.02, 64];
/** e_c · norm(e_c) = ‖e_c‖² / (‖e_c‖ / √D) = ‖e_c‖ · √D, and ‖e_c‖ = 0.02 · √D. */
const OWN = DEVIATION * WIDTH;
/** e_k · norm(e_c): a sum of D products of numbers with deviations 0.02 and 1. */
const OTHERS = DEVIATION * Math.sqrt(WIDTH);

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The logit of the character itself',
    right: OWN,
    mistakes: [
      {
        gives: DEVIATION ** 2 * WIDTH,
        says: 'That is the squared length of the vector. The normalization has made one of the two factors longer.',
      },
      { gives: OTHERS, says: 'That is the length of the vector; multiply by the other factor.' },
      { gives: WIDTH, says: 'That would be two normalized vectors; only one of the two is.' },
    ],
  },
  {
    what: 'The standard deviation of the other logits',
    right: OTHERS,
    mistakes: [
      { gives: OTHERS ** 2, says: 'That is the variance.' },
      { gives: DEVIATION, says: 'That is the deviation of one number; a logit adds 64 products.' },
      {
        gives: OWN,
        says: 'Those products are independent: their variances add, not their deviations.',
      },
    ],
  },
  {
    what: 'The ratio of the probabilities',
    right: Math.exp(OWN),
    mistakes: [
      { gives: OWN, says: 'That is a difference of logits. What does the softmax make of it?' },
      { gives: OWN / OTHERS, says: 'A ratio of logits is no ratio of probabilities.' },
    ],
  },
];

export const exercise = defineExercise({
  title: 'The network that repeats',
  difficulty: 2,
  task: `
In the network of section 8 that gets stuck, six nearly silent blocks pass on the normalized vector of the character that
came in, and the output is tied. Ignore positions. Each character $k$ has a vector $\\mathbf e_k$ of $D = 64$ independent numbers with mean 0 and standard
deviation 0.02; the output for the character $c$ has the logits $\\mathbf e_k \\cdot \\text{norm}(\\mathbf e_c)$, where the norm only
sets mean and variance. Derive, on paper (sums of 64 terms may be replaced by their expected values):

1. the logit of $c$ itself;
2. the standard deviation of the logits of all *other* characters;
3. how many times as probable $c$ is as a character with a logit of 0.

Three significant digits are enough. Automatic differentiation is no help here: these are expectations, not derivatives.`,
  answer: 'repeating',
  placeholder: `
const repeating: number[] | undefined = undefined; // [own logit, deviation of the others, ratio]`,
  hints: [
    'Normalizing divides by the standard deviation of the numbers. How long is the vector afterward, if 64 numbers have mean square 1?',
    'Vector and normalized vector point in the same direction, so their product is the product of their lengths.',
    'For another character the 64 products have independent factors. What is the variance of one product, and of their sum?',
    'A softmax turns a difference of logits into a ratio of probabilities.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries()) {
      const given = values[i];
      const known = mistakes.find(
        ({ gives }) => typeof gives === 'number' && Math.abs(given - gives) < 5e-3 * gives,
      );
      if (Math.abs(given - right) > 5e-3 * right)
        report.wrong(known?.says ?? `${what} is something else.`);
    }
    report.remark(
      'Eight standard deviations above all others: such a network answers with its own input before it has learned anything. Section 8 shows that this is what holds it back.',
    );
  },
});

export function solution() {
  // Length of e: 0.02 · √64 = 0.16; of the normalized vector: √64 = 8; their product 1.28.
  // Others: variance 64 · 0.02² · 1, so deviation 0.16. Ratio: e^1.28.
  const repeating: number[] | undefined = [0.16 * 8, 0.02 * Math.sqrt(64), Math.exp(1.28)];
  return repeating;
}
