/** Self-test of chapter 04b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'Emails of about 20 words are padded with zeros at the end to 200, without a mask. A classifier reads the last state of an LSTM, and after three epochs it is no better than the majority. Why?',
    options: [
      {
        text: 'Half-open gates: 180 steps of padding wash out what it read',
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
        text: 'The zeros cannot hurt: nothing is added to the state; the learning rate must be wrong',
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
        text: 'Nothing: a random split is fair, as it was with the images of chapter 02',
        because:
          'Images are independent of one another. Windows that begin a day apart share 13 of 14 days.',
      },
      {
        text: 'The test set is too small',
        because:
          'Small it is: even 365 days could not separate two models in this chapter. But a larger random one would have the same fault.',
      },
      {
        text: 'Windows should not overlap',
        because:
          'Within the training part they may, and should: it is data for free. Across the border *inputs* may reach back as well; it is the targets that must not be shared.',
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
      'The predicted curve of tomorrow’s temperature lies almost upon the measured one, a day late. R² is 0.84. What do you do?',
    options: [
      {
        text: 'Publish: 0.84 is a high value',
        because:
          'It compares with predicting the mean of the whole test period. Summer is warm and winter is cold: that is easily beaten.',
      },
      {
        text: 'Compute the error of the naive forecast',
        right: true,
        because:
          'That is: tomorrow will be like today. A curve that comes a day late *is* the naive forecast. In Seattle it reaches 0.84 by itself; only what a model gains over it has been learned.',
      },
      {
        text: 'Shift the predictions by one day to correct the delay',
        because:
          'Then you would forecast a day with the knowledge of that day. No such forecast can be made.',
      },
      {
        text: 'Add units until the delay disappears',
        because:
          'A persistence forecast may be the best that these data allow. Find out first how good it is.',
      },
    ],
  },
  {
    question: 'Where may a bidirectional LSTM be used?',
    options: [
      {
        text: 'To forecast tomorrow from the last two weeks, day by day as they come in',
        because:
          'Within the two weeks it could read both ways. But if an answer is wanted at every step, it would need days that have not happened yet.',
      },
      {
        text: 'To write text letter by letter',
        because:
          'The letters behind are the ones it has yet to write. Trained on finished text it would see its own answers.',
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
      'An encoder–decoder copies 3 digits perfectly and 16 hardly at all. Which change attacks the cause?',
    options: [
      {
        text: 'Let the decoder look back at all states of the encoder',
        right: true,
        because:
          'The one vector between the two is the bottleneck. Looking back is attention, chapter 05.',
      },
      {
        text: 'Clip the gradients to a smaller norm, so training is steadier',
        because:
          'Training is steady. What does not fit through the one vector is lost with any gradient.',
      },
      {
        text: 'Mask the padding at the end of the shorter sequences of the batch',
        because: 'All sequences of a task have the same length here; there is no padding.',
      },
    ],
  },
]);
