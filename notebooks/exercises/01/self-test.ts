/** Self-test of chapter 01. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'The loss of a run reads 3.1, 4.6, 6.9, 10.4, 15.6, … with every step. What do you do first?',
    options: [
      {
        text: 'Wait: the loss is noisy at the beginning',
        because:
          'A constant factor per step (here 1.5) is not noise. It is what a step beyond $2 / h$ does, and it never ends by itself.',
      },
      {
        text: 'Lower the learning rate, and look whether the features are scaled',
        right: true,
        because:
          'The distance to the bottom is multiplied by $1 - \\eta h$ in each step; its size is above 1, so $\\eta$ is too large for the steepest direction. Scaling makes that direction less steep.',
      },
      {
        text: 'Use more training data',
        because: 'More data hardly change the curvature of the bowl, and that is what decides.',
      },
      {
        text: 'Add regularization',
        because:
          'An L2 penalty makes the bowl steeper, not flatter. It answers overfitting, which is another problem.',
      },
    ],
  },
  {
    question: 'On new cars your model has R² = −0.2. What does that mean?',
    options: [
      {
        text: 'A programming error: a square cannot be negative',
        because:
          'In spite of its name it is no square here but $1 - \\text{MSE} / \\text{variance}$, and that may be negative.',
      },
      {
        text: 'The feature and the target are negatively correlated',
        because: 'The sign of a correlation does not show in R².',
      },
      {
        text: 'Always guessing the mean of these cars would have been better',
        right: true,
        because: 'The MSE is 1.2 times the variance, and the variance is the MSE of the mean.',
      },
    ],
  },
  {
    question:
      '`yPred` has shape `[100, 1]`, `y` has shape `[100]`. What is `yPred.sub(y).square().mean()`?',
    options: [
      {
        text: 'The mean squared error',
        because: 'It would be if both had the shape `[100, 1]`.',
      },
      {
        text: 'The mean over all 10,000 pairs of a prediction and a target',
        right: true,
        because:
          'Broadcasting makes a table `[100, 100]`. A model that minimizes this predicts the mean for everybody, without any error message.',
      },
      {
        text: 'An error: the shapes differ',
        because: 'Broadcasting aligns from the right and stretches both. That is the trap.',
      },
    ],
  },
  {
    question: 'What does a larger λ do to a model with L2 regularization?',
    options: [
      {
        text: 'It raises the complexity of the model',
        because:
          'This has been printed, and it is wrong: the effective number of parameters falls.',
      },
      {
        text: 'It lowers the error on the training data',
        because:
          'The fit without a penalty is the best possible on the training data. No penalty can improve that.',
      },
      {
        text: 'It sets the weights of useless features to exactly zero',
        because: 'L1 does that. L2 divides, so a weight becomes small and never zero.',
      },
      {
        text: 'It makes the fit stiffer: smaller weights, a larger training error, often a smaller error on new data',
        right: true,
        because: 'How much λ is right cannot be seen on the training data; cross-validation tells.',
      },
    ],
  },
  {
    question:
      'You tried 50 settings, kept the one with the best test score, and report that score. What is wrong?',
    options: [
      {
        text: 'Nothing, as long as no model was trained on the test set',
        because:
          'Choosing is a kind of training. The winner of 50 is partly the one that was luckiest on these examples.',
      },
      {
        text: 'The score is too optimistic: the test set has served as a validation set',
        right: true,
        because:
          'Choose by validation or cross-validation, then measure once on examples that had no part in any choice.',
      },
      {
        text: 'Fifty settings are too few',
        because: 'More attempts would make the winner luckier, and the report more wrong.',
      },
    ],
  },
]);
