/** Self-test of chapter 04. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A simple RNN forgets what it read 50 steps ago; an LSTM can learn to keep it. What makes the difference?',
    options: [
      {
        text: 'It has four times as many parameters',
        because:
          'A simple RNN with twice as many units has about as many, and its gradient is still a product of 50 factors that are mostly below 1.',
      },
      {
        text: 'Its gates cut off gradients that become too large',
        because:
          'Cutting is the work of gradient clipping, and it helps against exploding gradients, not against vanishing ones.',
      },
      {
        text: 'Its cell state is carried on by adding: along it each step multiplies the gradient by f, which can stay near 1',
        right: true,
        because:
          'From $\\mathbf c_t = \\mathbf f_t \\odot \\mathbf c_{t-1} + \\mathbf i_t \\odot \\mathbf g_t$ the derivative along the cell state is $\\mathbf f_t$. With $f = 0.99$, 0.61 of it is left after 50 steps. With half-open gates, $f = 0.5$, nothing is: the cell makes keeping *possible*, and an open gate does it.',
      },
      {
        text: 'It has no tanh, whose derivative is below 1',
        because:
          'It has two: for the candidate and on the way to $\\mathbf h_t$. They are not on the path from $\\mathbf c_{t-1}$ to $\\mathbf c_t$.',
      },
    ],
  },
  {
    question:
      'Mails of about 20 words are padded with zeros at the end to 200, without a mask. A classifier reads the last state of an LSTM, and learns nothing. Why?',
    options: [
      {
        text: 'The LSTM reads 180 words of padding after the text, and what it knew has faded',
        right: true,
        because:
          'Token 0 has a vector like any other word, and each step changes the state. A mask skips these steps; padding in front helps, too.',
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
      'A character model is trained with teacher forcing: at each step it reads the true letter before. What follows?',
    options: [
      {
        text: 'Training must go letter by letter, because each output is the next input',
        because:
          'Just the opposite: all inputs are known beforehand. One pass over the sequence gives the loss of all steps.',
      },
      {
        text: 'When it writes by itself it reads its own letters, and a mistake can lead to prefixes it never saw in training',
        right: true,
        because:
          'This gap between training and use is called exposure bias. The loss on true prefixes does not show it; read samples as well.',
      },
      {
        text: 'It sees the letter that it has to predict',
        because:
          'The input at step $t$ is the letter *before* the target: the target is the input moved by one. If it did see it, the loss would fall to 0.',
      },
      {
        text: 'Its loss on new names is too optimistic and must not be reported',
        because:
          'The product of these probabilities is exactly the probability that the model gives to the whole name. That is a fair score.',
      },
    ],
  },
  {
    question:
      'Windows of 14 days are cut from four years of temperatures, and 20 % of the windows, chosen at random, are the test set. What is wrong?',
    options: [
      {
        text: 'Nothing: a random split is fair, as with images',
        because:
          'Images are independent of one another. Windows that begin a day apart share 13 of 14 days.',
      },
      {
        text: 'The test set is too small',
        because: 'About 290 windows are enough to see a difference that matters.',
      },
      {
        text: 'Windows should not overlap',
        because:
          'Within the training part they may, and should: it is data for free. Across the border they must not.',
      },
      {
        text: 'Almost every test target also stands in training windows: split by time, and cut windows afterwards',
        right: true,
        because:
          'The model is asked about days whose neighbors, and the days themselves, it has been trained on. In use it will know no day of the future.',
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
        text: 'Compute the error of the naive forecast: tomorrow will be as today',
        right: true,
        because:
          'A curve that comes a day late *is* the naive forecast. In Seattle it reaches 0.84 by itself; only what a model gains over it has been learned.',
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
    question:
      'A novel is cut into windows of 64 characters; an ordinary LSTM layer (`stateful: false`) is trained on them in random order. What does it know, at the first character of a window, of what stood before?',
    options: [
      {
        text: 'The 64 characters before: the state is kept from one window to the next',
        because:
          'That needs `stateful: true`, and windows in their order: row i of each batch must continue row i of the batch before.',
      },
      {
        text: 'All that it has read so far, through its weights',
        because:
          'The weights hold what is common to the whole text, such as the spelling of words. They do not know what stood just before this window.',
      },
      {
        text: 'Nothing: the state starts at zero in each window',
        right: true,
        because:
          'So the first predictions of a window are poor, and nothing is learned across its borders.',
      },
    ],
  },
]);
