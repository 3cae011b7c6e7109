/** Self-test of chapter 00b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A gradient check in float32 uses a step of 1e-8 and reports large errors. What do you do first?',
    options: [
      {
        text: 'Look for the mistake in the gradient',
        because: 'There may be none: at this step even a perfect gradient fails the check.',
      },
      {
        text: 'Take a step of about 0.01',
        right: true,
        because: 'In float32 the rounding error, divided by 1e-8, drowns the slope.',
      },
      {
        text: 'Take an even smaller step',
        because: 'The truncation error is long gone. Rounding grows as the step shrinks.',
      },
    ],
  },
  {
    question: 'Let y = f(g(x)). Where is the slope of f to be taken?',
    options: [
      { text: 'At x', because: 'f never sees x. It sees what g makes of it.' },
      { text: 'At y', because: 'y is what comes out of f; the slope belongs to what goes in.' },
      {
        text: 'At g(x)',
        right: true,
        because: 'Each factor of the chain is taken at the number that arrives there.',
      },
    ],
  },
  {
    question: 'You walk along a contour line of the loss. What is the slope in your direction?',
    options: [
      {
        text: '0',
        right: true,
        because: 'The loss stays the same, so you are at a right angle to the gradient.',
      },
      {
        text: 'The length of the gradient',
        because: 'That is the slope straight along the gradient.',
      },
      { text: 'Minus the length of the gradient', because: 'That is the slope straight downhill.' },
    ],
  },
  {
    question: 'W has the shape [5, 3]. Which shape has the gradient of a loss by W?',
    options: [
      { text: '[3, 5]', because: 'That is the shape of the transpose.' },
      {
        text: '[], as the loss',
        because: 'The loss is one number, but it has a slope for every weight.',
      },
      { text: '[5, 3]', right: true, because: 'One slope for each weight, in the same place.' },
    ],
  },
  {
    question:
      'The curvatures of a bowl are 0.1 and 50. From which learning rate does gradient descent diverge?',
    options: [
      { text: '0.04', right: true, because: '2 divided by the *largest* curvature, 50.' },
      {
        text: '0.02',
        because: 'There the factor is $1 - 1 = 0$: in the steep direction you arrive in one step.',
      },
      {
        text: '20',
        because:
          'That is what the flat direction alone would allow; the steep one exploded long before.',
      },
    ],
  },
  {
    question:
      'A filter finds 99 % of the frauds and flags 1 % of the honest payments. One payment in 10,000 is a fraud. A payment is flagged. Is it a fraud?',
    options: [
      {
        text: 'Almost surely (99 %)',
        because:
          'That is how probable a flag is, given a fraud. The question is the other way around.',
      },
      {
        text: 'About one time in a hundred',
        right: true,
        because:
          'Of 10,000 payments, about one flagged is a fraud, and about 100 flagged ones are honest.',
      },
      {
        text: 'One time in two',
        because: 'That would need as many frauds as false alarms: one payment in a hundred.',
      },
    ],
  },
  {
    question:
      'An accuracy was measured on 500 examples. How many do you need for a standard error that is half as large?',
    options: [
      {
        text: '1,000',
        because:
          'The error falls with the root of the number: twice as many make it 1.4 times smaller.',
      },
      { text: '2,000', right: true, because: 'σ/√n: four times the examples for half the error.' },
      { text: '250,000', because: 'That is 500 squared. Four times as many are enough.' },
    ],
  },
  {
    question:
      'What do you assume about the noise when you minimize the mean squared error, if you want the likeliest model?',
    options: [
      { text: 'That it is small', because: 'Its size only adds a factor and a constant.' },
      {
        text: 'Nothing at all',
        because:
          'You may minimize what you like, but then the result need not be the likeliest one.',
      },
      {
        text: 'That it is Gaussian, and equally wide everywhere',
        right: true,
        because: 'Its negative log-likelihood is the MSE times a constant, plus a constant.',
      },
    ],
  },
]);
