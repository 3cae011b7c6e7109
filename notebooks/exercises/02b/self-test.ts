/** Self-test of chapter 02b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'You compare two optimizers, both at a learning rate of 0.001. One wins. What have you learned?',
    options: [
      {
        text: 'How they compare at that rate, on this network',
        right: true,
        because: 'And no more: a rate means something different to each of them.',
      },
      {
        text: 'Which of the two is better for this network',
        because:
          'Perhaps the loser is ahead at a rate of its own. Tune both, with the same effort.',
      },
      {
        text: 'Which of the two is better for networks of this kind in general',
        because: 'One network, one data set and one rate say little about others.',
      },
    ],
  },
  {
    question:
      'Layers have 100 inputs each, and their ReLU units start with weights of standard deviation 0.1. What happens to the values on their way through many layers?',
    options: [
      {
        text: 'They keep their size, because 100 · 0.1² is 1',
        because: 'That would do for linear layers. A ReLU lets only half of the square through.',
      },
      {
        text: 'They shrink by a factor of 10 in each layer',
        because: 'The variance is multiplied by ½ · 100 · 0.01, not by 0.01.',
      },
      {
        text: 'They grow',
        because: 'To grow they would need a standard deviation above √(2/100) = 0.14.',
      },
      {
        text: 'They shrink by √2 in each layer',
        right: true,
        because: '½ · 100 · 0.01 = ½ for the squares, so √½ for the size.',
      },
    ],
  },
  {
    question:
      'A network with batch normalization gets 98 % in training and 20 % when you use it on single images right afterwards. It was trained for 20 steps. What is the likely cause?',
    options: [
      {
        text: 'It has overfitted',
        because:
          '20 steps are hardly enough to overfit. Look at what differs between training and use.',
      },
      {
        text: 'The running means have not caught up yet',
        right: true,
        because:
          'They begin at 0 and 1, and move a little per step. Training used those of the batch.',
      },
      {
        text: 'Single images cannot be normalized',
        because: 'In use the running means take the place of those of the batch.',
      },
    ],
  },
  {
    question:
      'Early stopping was told to stop by a validation set, and its accuracy there is 91.0 %; without it, 90.6 %. What do you conclude?',
    options: [
      {
        text: 'Early stopping helps by 0.4 points',
        because: 'The stopping moment was *chosen* on these very images. Score it on others.',
      },
      {
        text: 'It helps, and the true gain is even larger, since the validation set is small',
        because: 'Choosing on the images that score you makes you look better, not worse.',
      },
      {
        text: 'Nothing yet',
        right: true,
        because: 'Stop on one half, score on the other, and compare with the spread of the seeds.',
      },
    ],
  },
  {
    question:
      'A tenth of the training labels is wrong, and you cannot check them. Your network ends with a training accuracy of 100 %. What does that tell you?',
    options: [
      {
        text: 'It has learned the wrong labels by heart',
        right: true,
        because: 'A good network would disagree with about a tenth of them.',
      },
      {
        text: 'It is perfect, since the wrong labels cancel out over many images',
        because:
          'On average, perhaps. But 100 % means that it gives the wrong label to each of those images.',
      },
      {
        text: 'The wrong labels were harmless',
        because: 'Only new images with right labels can tell you that.',
      },
    ],
  },
]);
