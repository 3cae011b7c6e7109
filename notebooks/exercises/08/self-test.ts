/** Self-test of chapter 08. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'Two features are near-copies, and both have a small permutation importance. What follows?',
    options: [
      {
        text: 'The model needs neither of them',
        because: 'Together they may carry everything. Shuffle them as a group.',
      },
      {
        text: 'Nothing yet: each may stand in for the other',
        right: true,
        because: 'Shuffle them together, or drop one and retrain, and look again.',
      },
      {
        text: 'One of them is noise',
        because: 'A copy of a useful feature is useful, too.',
      },
    ],
  },
  {
    question: 'The partial dependence on a feature is flat. What may be the reason?',
    options: [
      {
        text: 'Only that the feature has no effect',
        because: 'For $x_1 x_2$ it is flat as well, and each row has a steep line.',
      },
      {
        text: 'No effect, or effects of opposite signs that average away',
        right: true,
        because: 'ICE curves tell the two apart.',
      },
      {
        text: 'The model was trained too briefly',
        because: 'That may happen, but the plot cannot tell it.',
      },
    ],
  },
  {
    question: 'What does completeness of integrated gradients say?',
    options: [
      {
        text: 'The attributions add up to the output minus the output for the baseline',
        right: true,
        because: 'It is the fundamental theorem of calculus along the path.',
      },
      {
        text: 'No pixel that matters is left out',
        because: 'It is about the sum. How it is shared out depends on path and baseline.',
      },
      {
        text: 'The map is the same for every baseline',
        because: 'It changes with the baseline; black is a choice.',
      },
    ],
  },
  {
    question: 'A map has a high rank correlation with that of a network with random weights. So',
    options: [
      {
        text: 'random networks see what trained ones see',
        because: 'A random network has learned nothing.',
      },
      {
        text: 'the trained network is bad',
        because: 'That is a question for its accuracy on held-out data.',
      },
      {
        text: 'much of the map comes from the image and the method, not from training',
        right: true,
        because: 'What does not change with the weights cannot tell about the weights.',
      },
    ],
  },
  {
    question: 'A linear probe reads a property from a hidden layer with 99 %. What is shown?',
    options: [
      {
        text: 'The property can be read there',
        right: true,
        because: 'Whether training put it there and whether it is used need two more experiments.',
      },
      {
        text: 'The network uses the property',
        because: 'Remove it and see. A probe changes nothing, so it cannot show use.',
      },
      {
        text: 'The property was learned',
        because: 'Compare with a network with random weights first.',
      },
    ],
  },
]);
