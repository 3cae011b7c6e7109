/** Self-test of chapter 07. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A `Q4_1` block stores 4 bits for each weight. Why does the file need 5 bits for each weight of such a tensor?',
    options: [
      {
        text: 'One bit of each weight is its sign, which is stored apart from the four bits of its size',
        because: 'The stored number runs from 0 to 15; the minimum of the block makes it negative.',
      },
      {
        text: 'Scale and minimum, 32 bits, are shared by 32 weights',
        right: true,
        because:
          '$32 \\cdot 4 + 32 = 160$ bits for 32 weights. Larger blocks would save more and fit worse.',
      },
      {
        text: 'Bytes are padded, so that each tensor begins at a multiple of 32',
        because: 'That costs a few bytes a tensor, not one bit a weight.',
      },
    ],
  },
  {
    question: 'Losses of two models with different tokenizers: what may be compared?',
    options: [
      {
        text: 'Nats per token, if both have read the same text from the same beginning to the same end',
        because: 'The one with longer tokens has fewer of them, and each is harder to guess.',
      },
      {
        text: 'Perplexities, since they have no unit',
        because: 'A perplexity is per token too.',
      },
      {
        text: 'Nothing, until both are trained again on the same tokens',
        because: 'The text is common to both; divide by something that belongs to it.',
      },
      {
        text: 'The nats of the whole text, divided by its characters',
        right: true,
        because: 'Both then say what the same text costs, whatever it was cut into.',
      },
    ],
  },
  {
    question:
      'With eight examples in the prompt the model sorts names far better than without. What does the run with wrong labels show?',
    options: [
      {
        text: 'That the labels are read; what is left above chance needs a closer look',
        right: true,
        because:
          'Only the labels differ, and accuracy falls. In the notebook *person*, the largest category, was then the answer far too often: a habit, which looks like knowledge.',
      },
      {
        text: 'That the model was fine-tuned by the prompt, since other examples lead to other answers',
        because: 'No weight changes. The examples are part of the text that is continued.',
      },
      {
        text: 'That examples are useless, since the model does well with wrong ones too',
        because: 'It does much worse with them than with right ones.',
      },
    ],
  },
  {
    question:
      'A mail program lets a model summarize foreign mails, and encodes them with `special: false`. What is it safe from?',
    options: [
      {
        text: 'From every instruction in a mail, because the model can tell data from orders by their tokens',
        because: 'A plain sentence is made of ordinary tokens in both roles.',
      },
      {
        text: 'From forged border tokens, and from nothing that a sentence says or looks like',
        right: true,
        because:
          'The border tokens can no longer be written. In the notebook the model obeyed the forged text all the same.',
      },
      {
        text: 'From wrong summaries',
        because: 'Those need no attacker.',
      },
    ],
  },
  {
    question:
      'A model has 1.3 bits per character on a famous novel. Why is that no clean measure of how well it predicts English?',
    options: [
      {
        text: 'Novels have too few characters for a stable mean',
        because: 'Ten thousand characters give a mean that is stable to a few hundredths.',
      },
      {
        text: 'Bits per character depend on the size of the vocabulary, and 49,152 tokens are far more than 81 characters',
        because: 'Dividing by characters takes care of that.',
      },
      {
        text: 'The novel was probably among its training texts',
        right: true,
        because:
          'Contamination: part of the low loss may be memory. A text written after the training is a fairer test.',
      },
    ],
  },
]);
