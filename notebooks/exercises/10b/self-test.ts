/** Self-test of chapter 10b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A translator fails on numbers longer than any in training. What did moving the training numbers show?',
    options: [
      {
        text: 'That it had memorized the numbers',
        because: 'It was right on numbers that it had never seen, and moving adds no longer ones.',
      },
      {
        text: 'That it knew the rule, but not those places',
        right: true,
        because: 'Only the places changed, and the longer numbers came out right.',
      },
      {
        text: 'That attention cannot reach that far',
        because: 'Attention reaches every place at once.',
      },
    ],
  },
  {
    question:
      'The attention steps back from the tens to the unit. Why was a second language needed?',
    options: [
      {
        text: 'To have more training data',
        because: 'Both networks had the same numbers.',
      },
      {
        text: 'To see whether the step goes away when its supposed cause does',
        right: true,
        because: 'A map that looks the same without the cause would explain nothing.',
      },
      {
        text: 'To check the translations',
        because: 'The rule checks those.',
      },
    ],
  },
  {
    question:
      'One person agrees with the crowd on 92 % of the sentences. So the best possible model',
    options: [
      {
        text: 'gets 92 %',
        because: 'A model can predict the crowd better than one person does.',
      },
      {
        text: 'gets 100 %',
        because: 'Another crowd would label some sentences otherwise.',
      },
      {
        text: 'may get more than 92 %, up to what a second crowd would agree on',
        right: true,
        because: 'A mean of many people is steadier than any of them.',
      },
    ],
  },
  {
    question: 'Why does the policy gradient need no derivative of the physics?',
    options: [
      {
        text: 'The log probability of an episode is a sum, and the weights are only in the terms of the pushes',
        right: true,
        because: 'What physics contributes does not depend on the weights, so its derivative is 0.',
      },
      {
        text: 'Physics is linear near the upright pole',
        because: 'Nothing in the derivation is linear.',
      },
      {
        text: 'Adam estimates it',
        because: 'Adam is given the gradient, whatever it is.',
      },
    ],
  },
  {
    question: 'Which baseline would make the gradient wrong on average?',
    options: [
      {
        text: 'The mean return of earlier episodes',
        because: 'It does not depend on the push.',
      },
      {
        text: 'A number that depends on the state',
        because: 'Given the state, it multiplies a sum of derivatives that is 0.',
      },
      {
        text: 'A number that depends on the push that was drawn',
        right: true,
        because: 'Then it no longer multiplies a sum that is 0.',
      },
    ],
  },
]);
