/** Self-test of chapter 04. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A simple RNN forgets what it read 50 steps ago; an LSTM can learn to keep it. What makes the difference?',
    options: [
      {
        text: 'It has four times as many parameters, and more of them can hold more of the past',
        because:
          'A simple RNN with twice as many units has about as many, and its gradient is still a product of 50 factors that are mostly below 1.',
      },
      {
        text: 'Its gates cut off gradients that become too large, so training does not break down',
        because:
          'Cutting is the work of gradient clipping, and it helps against exploding gradients, not against vanishing ones.',
      },
      {
        text: 'Its cell state is only multiplied by f, which can stay near 1',
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
      'Our names network always read the **true** letters before the next one while it trained (this is called teacher forcing). What follows?',
    options: [
      {
        text: 'Training must go letter by letter, because each output is the next input',
        because:
          'Just the opposite: all inputs are known beforehand. One pass over the sequence gives the loss of all steps.',
      },
      {
        text: 'When it writes by itself, its own mistakes lead to prefixes it never saw',
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
      'You start a new LSTM with forget bias 0 on sequences of 40 steps, and its influence plot falls to a billionth. What would you change first?',
    options: [
      {
        text: 'The bias of the forget gate, to 1 or 3',
        right: true,
        because:
          'With $\\sigma(3) = 0.95$ a seventh of the memory is left after 40 steps, with $\\sigma(0) = 0.5$ a millionth of a millionth.',
      },
      {
        text: 'The clipping of gradients, to a larger norm',
        because:
          'Clipping shortens gradients that are too long. It cannot make a short one longer.',
      },
      {
        text: 'The bias of the output gate, because it decides what others can see',
        because:
          'It opens the window, but the memory behind it still fades by one half at each step.',
      },
    ],
  },
  {
    question:
      'The loss of your letter model on validation names is 0.01 nats after one epoch. What is the likeliest reason?',
    options: [
      {
        text: 'The names are easy, and the network has understood how they are built',
        because:
          'A good model needs about 1.9 nats here: names are not that predictable, for anybody.',
      },
      {
        text: 'It knows the training names by heart, so the learning rate should fall',
        because: 'The loss is that of validation names, which it has never seen.',
      },
      {
        text: 'Padding is counted, and padding is easy to predict',
        because:
          'It would pull the mean down, but the letters themselves would still cost about 2 nats each, and they are nearly half of all places.',
      },
      {
        text: 'The target is the input itself: the shift by one is missing',
        right: true,
        because: 'Then every answer can be read off. Print the first row of both.',
      },
    ],
  },
  {
    question:
      'A novel is cut into windows of 64 characters; an ordinary LSTM layer (`stateful: false`) is trained on them in random order. What does it know, at the first character of a window, of what stood before?',
    options: [
      {
        text: 'The 64 characters before: the state is kept between windows',
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
