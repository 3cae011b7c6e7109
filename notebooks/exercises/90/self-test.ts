/** Self-test of chapter 90. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'A filter lets every mail pass. Which of its figures is 100 %?',
    options: [
      { text: 'Recall', because: 'Recall asks the spam alone, and none was found: 0.' },
      {
        text: 'Specificity',
        right: true,
        because: 'All wanted mail passes, which is all that specificity asks.',
      },
      { text: 'Precision', because: 'Nothing was flagged, so precision is not even defined.' },
    ],
  },
  {
    question:
      'Your training loss for 10 classes stops at 1.47, while the accuracy is fine. Where do you look first?',
    options: [
      {
        text: 'At the end of the model: is there a softmax that the loss applies again?',
        right: true,
        because: 'A perfect answer then costs ln(e + 9) − 1 = 1.461.',
      },
      {
        text: 'At the learning rate, which is too small',
        because: 'It would slow the fall, not stop it near 1.461.',
      },
      {
        text: 'At the labels, which must be one-hot',
        because: 'Labels of the wrong kind are refused, or the accuracy is poor.',
      },
    ],
  },
  {
    question: 'Which of these changes the weights of an LSTM?',
    options: [
      {
        text: 'Its gates, while it reads',
        because: 'Gates change the state. The weights stay as they are.',
      },
      {
        text: 'Back-propagation through time',
        because: 'It computes gradients; by itself it changes nothing.',
      },
      {
        text: 'An optimizer, with those gradients',
        right: true,
        because: 'Architecture, gradients and update rule are three things.',
      },
    ],
  },
  {
    question:
      'Same ten digits, but from another scanner, and no labels for its images. What do you need?',
    options: [
      { text: 'Transfer learning to new classes', because: 'The classes are the same.' },
      {
        text: 'Domain adaptation',
        right: true,
        because: 'The task stays, the inputs change, and labels may not be needed.',
      },
      {
        text: 'One-shot learning',
        because: 'That says how many labeled examples there are. Here there are none.',
      },
    ],
  },
  {
    question: 'A cross-entropy of −3.2 appears. What does it tell you?',
    options: [
      {
        text: 'The model is very sure and right',
        because: 'Then the loss is near 0. It cannot fall below.',
      },
      {
        text: 'The learning rate is too large',
        because: 'That may make the loss large. It cannot make it negative.',
      },
      {
        text: 'The labels are no probabilities',
        right: true,
        because: 'With a label of 7, 1 − y is −6, and the formula means nothing.',
      },
    ],
  },
]);
