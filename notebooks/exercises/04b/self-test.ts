/** Self-test of chapter 04b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'Emails of about 20 words are padded with zeros at the end to 200, without a mask. A classifier reads the last state of an LSTM, and after three epochs it is no better than the majority. Why?',
    options: [
      {
        text: 'With half-open gates, 180 steps of padding wash out what it read',
        right: true,
        because:
          'Token 0 has a vector like any other word, and each step changes the state. A mask skips these steps; an open forget gate, or padding in front, helps too.',
      },
      {
        text: 'The zeros make the sums zero, so all gradients are zero',
        because:
          'The zeros are token *numbers*; the embedding gives them a vector. And even zero vectors would leave $\\mathbf h_{t-1} \\mathbf U + \\mathbf b$.',
      },
      {
        text: 'Zeros add nothing to the state, so it must be the learning rate',
        because:
          'At each step of padding the gates work as always: something is forgotten, something is added.',
      },
    ],
  },
  {
    question:
      'Windows of 14 days are cut from four years of temperatures, and 20 % of the windows, chosen at random, are the test set. What is wrong?',
    options: [
      {
        text: 'Nothing: a random split is fair, just as it was with the images of chapter 02',
        because:
          'Images are independent of one another. Windows that begin a day apart share 13 of 14 days.',
      },
      {
        text: 'The test set is too small: 290 windows cannot rank two models',
        because:
          'True, even 365 days could not separate two models in this notebook. But a larger random test set would have the same flaw.',
      },
      {
        text: 'The windows overlap; only every 14th of them should have been kept',
        because:
          'Within the training part they may overlap, and should: it is free data. Across the border *inputs* may reach back as well; only the targets must not be shared.',
      },
      {
        text: 'Almost every test target also occurs in training windows',
        right: true,
        because:
          'Split by time, and cut windows afterwards. The model is asked about days whose neighbors, and the days themselves, it has been trained on. In use it will know no day of the future.',
      },
    ],
  },
  {
    question:
      'Your forecast of tomorrow’s temperature follows the measured curve closely, one day late. R² is 0.84. What do you do?',
    options: [
      {
        text: 'Report that the model explains 84 % of the variance',
        because:
          'True, but compared with what? With the mean of the whole test period, and knowing that summer is warmer than winter beats that easily.',
      },
      {
        text: 'Compute the error of the naive forecast',
        right: true,
        because:
          'That is, tomorrow will be like today. A curve that comes a day late looks very much like it. In Seattle in 2015 the naive forecast has an R² of 0.84 all by itself; only what a model gains over it has been learned.',
      },
      {
        text: 'Shift the predictions by one day to correct the delay',
        because:
          'Then you would forecast a day with the knowledge of that day. No such forecast can be made.',
      },
      {
        text: 'Add units until the delay disappears',
        because:
          'Perhaps the data do not allow more. First find out how good the naive forecast is.',
      },
    ],
  },
  {
    question: 'Where may a bidirectional LSTM be used?',
    options: [
      {
        text: 'To forecast tomorrow from the last two weeks, day by day as they come in',
        because:
          'Within the two weeks it could read both ways. But if you want an answer at every step, it would need days that have not happened yet.',
      },
      {
        text: 'To give the alarm for a machine as soon as its readings look odd',
        because:
          'The alarm is wanted now, and the backward half would have to wait for readings of the future.',
      },
      {
        text: 'To write a text letter by letter, each one fed back as the next input',
        because:
          'The letters to the right are the ones it has yet to write. Trained on finished text, it would see its own answers.',
      },
      {
        text: 'To classify an email that has arrived as a whole',
        right: true,
        because: 'All words are there before the answer is wanted, so the end may be read first.',
      },
    ],
  },
  {
    question:
      'An encoder–decoder copies 5 digits well and 16 not at all: everything has to pass through one vector. Which change removes that bottleneck?',
    options: [
      {
        text: 'Let the decoder look back at all states of the encoder',
        right: true,
        because:
          'Then nothing has to be squeezed into the last state. Looking back is called attention; chapter 05 builds it.',
      },
      {
        text: 'Clip the gradients to a smaller norm, so training is steadier',
        because:
          'Clipping changes how weights are learned. The decoder would still get one vector, and nothing else.',
      },
      {
        text: 'Mask the padding at the end of the shorter sequences of the batch',
        because: 'All sequences of a task have the same length here; there is no padding.',
      },
    ],
  },
]);
