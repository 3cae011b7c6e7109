/** Self-test of chapter 08b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'A model has an ECE of 0.03 on 500 test examples with 20 bins. What follows?',
    options: [
      {
        text: 'It is miscalibrated by three points',
        because: 'A perfect model scores above zero too.',
      },
      {
        text: 'Little, before you compare it with a simulated perfect model',
        right: true,
        because: 'With 25 examples a bin, noise alone makes an ECE of that size or more.',
      },
      {
        text: 'It is calibrated',
        because: 'A small number is no proof either: bins can hide errors.',
      },
    ],
  },
  {
    question: 'What does temperature scaling change?',
    options: [
      { text: 'The accuracy', because: 'The largest logit stays the largest.' },
      { text: 'The order of the classes', because: 'All logits are divided by the same number.' },
      {
        text: 'The probabilities',
        right: true,
        because: 'Above 1 they get softer; the answers stay.',
      },
    ],
  },
  {
    question: 'A miss is four times as bad as a needless treatment. Where is the threshold?',
    options: [
      { text: '0.25', because: 'That is the odds, 1 to 4. The probability is 1 / (1 + 4).' },
      { text: '0.2', right: true, because: '1 / (1 + 4), if the probabilities are calibrated.' },
      { text: '0.5', because: 'That would say that both errors are equally bad.' },
    ],
  },
  {
    question:
      'Two groups have different base rates, and a score has the same precision in both. Then',
    options: [
      {
        text: 'false-positive and false-negative rates cannot both be equal, unless nobody is judged wrongly',
        right: true,
        because: 'The identity of section 6 ties the four quantities together.',
      },
      { text: 'the score is biased', because: 'The arithmetic holds for a perfect score too.' },
      { text: 'all rates are equal', because: 'Put two base rates into the identity.' },
    ],
  },
  {
    question: 'A model does not see a column. Its decisions',
    options: [
      { text: 'cannot depend on it', because: 'Other columns can carry the same information.' },
      {
        text: 'may depend on it through other columns; a probe measures how well they predict it',
        right: true,
        because: 'Section 7 predicted the removed column with an AUC well above 0.5.',
      },
      { text: 'are fair', because: 'By which measure? Their error rates still differ.' },
    ],
  },
]);
