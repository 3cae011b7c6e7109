/** Self-test of chapter 01. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'The loss of a run reads 3.1, 4.6, 6.9, 10.4, 15.6, … with every step. What do you do first?',
    options: [
      {
        text: 'Let it run on, because losses are noisy in the first steps',
        because:
          'A constant factor per step (here 1.5) is not noise. It is what a step beyond $2 / h$ does, and it never ends by itself.',
      },
      {
        text: 'Collect more training data, because so few make the bowl steep',
        because: 'More data hardly change the curvature of the bowl, and that is what decides.',
      },
      {
        text: 'Scale the features, or take a smaller learning rate',
        right: true,
        because:
          'The distance to the bottom is multiplied by $1 - \\eta h$ in each step; its size is above 1, so $\\eta$ is too large for the steepest direction. Scaling makes that direction less steep.',
      },
      {
        text: 'Use smaller batches, because their steps cost less',
        because: 'Cheaper steps of the same length overshoot just as far.',
      },
    ],
  },
  {
    question: 'On new cars your model has R² = −0.2. What does that mean?',
    options: [
      {
        text: 'The mean of these cars would have predicted them better',
        right: true,
        because: 'The MSE is 1.2 times the variance, and the variance is the MSE of the mean.',
      },
      {
        text: 'A bug in the program, because a square is never negative',
        because:
          'In spite of its name it is no square here but $1 - \\text{MSE} / \\text{variance}$, and that may be negative.',
      },
      {
        text: 'Where the true values rise, the predictions fall',
        because:
          'R² does not show the sign of a correlation. A model that is off by a constant 20 mpg has a negative R² as well.',
      },
    ],
  },
  {
    question:
      '`yPred` has shape `[100, 1]`, `y` has shape `[100]`. What is `yPred.sub(y).square().mean()`?',
    options: [
      {
        text: 'The mean squared error of the 100 predictions',
        because: 'It would be if both had the shape `[100, 1]`.',
      },
      {
        text: 'An error, because a column and a row do not fit',
        because: 'Broadcasting aligns from the right and stretches both. That is the trap.',
      },
      {
        text: 'The squared difference of the two means',
        because: 'The squares are taken before the mean, one for each pair.',
      },
      {
        text: 'A mean over 10,000 pairs of prediction and target',
        right: true,
        because:
          'Broadcasting makes a table `[100, 100]`. A model that minimizes this predicts the mean for everybody, without any error message.',
      },
    ],
  },
  {
    question:
      'You add 30 columns to a linear model, and its RMSE on the training cars falls from 3.4 to 3.1. What follows?',
    options: [
      {
        text: 'At least some of the 30 columns tell something about the target',
        because: 'Columns of pure noise do the same. A fit can use anything.',
      },
      {
        text: 'Nothing about new cars, because noise would lower it too',
        right: true,
        because:
          'More columns never raise the training error of least squares. Score both models on cars that they have not seen.',
      },
      {
        text: 'The model now overfits, so its RMSE on new cars has risen',
        because: 'It may have, if the columns are noise. If they are not, it may have fallen.',
      },
      {
        text: 'The RMSE on new cars falls as well, by about 0.3',
        because: 'That is what the score on training data suggests, and why it fools people.',
      },
    ],
  },
  {
    question:
      'You tried 50 settings, kept the one with the best test score, and report that score. What is wrong?',
    options: [
      {
        text: 'The score is too good, because it was used to choose',
        right: true,
        because:
          'The test set has served as a validation set. Choose by validation, then measure once on examples that had no part in any choice.',
      },
      {
        text: 'Nothing, as long as no model was trained on the test set',
        because:
          'Choosing is a kind of training. The winner of 50 is partly the one that was luckiest on these examples.',
      },
      {
        text: 'Fifty settings are too few for a reliable winner',
        because: 'More attempts would make the winner luckier, and the report more wrong.',
      },
    ],
  },
  {
    question: 'Why does SGD with a constant learning rate keep circling the bottom of the bowl?',
    options: [
      {
        text: 'Its rate is above 2 divided by the curvature',
        because: 'Then it would not circle: it would leave the bowl for good.',
      },
      {
        text: 'Rounding errors of 32-bit numbers push it away',
        because: 'They are ten thousand times too small for that.',
      },
      {
        text: 'Each batch has a bottom of its own to pull toward',
        right: true,
        because:
          'At the common bottom the gradients of the batches cancel on average, but none of them is zero. Steps that shrink let them average out.',
      },
    ],
  },
]);
