/** Self-test of chapter 03b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Which change is a sound augmentation for pictures of handwritten digits?',
    options: [
      { text: 'Mirroring left and right', because: 'A mirrored 2 or 3 is no digit.' },
      {
        text: 'Turning by up to 180° in either direction, so all directions are seen',
        because: 'A 6 turned by 180° is a 9 and keeps the label 6.',
      },
      {
        text: 'Shifting by two pixels',
        right: true,
        because: 'The digit and its label stay the same.',
      },
    ],
  },
  {
    question:
      'A network ends with 64 maps of 11 × 11, global average pooling and a dense layer of 10 units. How many parameters has this end?',
    options: [
      {
        text: '650',
        right: true,
        because: 'One number per map is left: 64 · 10 weights and 10 biases.',
      },
      {
        text: '77,450, one weight for each number of each map',
        because: 'That is flatten and dense: 11 · 11 · 64 · 10 + 10.',
      },
      { text: '704, since the averages are learned', because: 'An average has no parameters.' },
    ],
  },
  {
    question: 'Over which axes of `[N, H, W, C]` does batch normalization take its means in a CNN?',
    options: [
      {
        text: 'Over N alone, for each place and channel separately',
        because: 'Then it would treat places differently, and equivariance would be lost.',
      },
      {
        text: 'Over N, H and W',
        right: true,
        because: 'One mean and one standard deviation for each channel.',
      },
      { text: 'Over C', because: 'That is closer to layer normalization.' },
    ],
  },
  {
    question: 'Augmentation is switched on for training. What about the test images?',
    options: [
      {
        text: 'They are augmented too, so both come from the same distribution',
        because: 'Then you would measure accuracy on images that nobody will ask about.',
      },
      {
        text: 'They stay as they are',
        right: true,
        because: 'The question is how well images are read as they come.',
      },
      {
        text: 'Only the wrong ones are augmented',
        because: 'That chooses by the answer, and the number means nothing.',
      },
    ],
  },
  {
    question:
      'Saliency maps look the same for a trained network and for one with random weights. What follows?',
    options: [
      {
        text: 'The random network has learned something too',
        because: 'It has learned nothing: its weights are random.',
      },
      {
        text: 'The training had no effect on the accuracy',
        because: 'Accuracy and pictures are different things. Measure it.',
      },
      {
        text: 'The maps do not show what was learned',
        right: true,
        because: 'They depend on image and architecture alone. That is the sanity check.',
      },
    ],
  },
]);
