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
        text: 'Its cell state is multiplied by f alone, and f can stay near 1',
        right: true,
        because:
          'From $\\mathbf c_t = \\mathbf f_t \\odot \\mathbf c_{t-1} + \\mathbf i_t \\odot \\mathbf g_t$ the derivative along the cell state is $\\mathbf f_t$. With $f = 0.99$, 0.61 of it is left after 50 steps. With half-open gates, $f = 0.5$, nothing is: the cell makes keeping *possible*, and only an open gate does it.',
      },
      {
        text: 'It does without tanh, whose derivative is below 1 nearly everywhere',
        because:
          'It has two, for the candidate and on the way to $\\mathbf h_t$. But they are not on the path from $\\mathbf c_{t-1}$ to $\\mathbf c_t$.',
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
        text: 'When it writes on its own, a mistake leads it to prefixes it never saw',
        right: true,
        because:
          'This gap between training and use is called exposure bias. The loss on true prefixes does not show it; read samples as well.',
      },
      {
        text: 'It sees the letter that it has to predict, so the loss means little',
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
      'A new LSTM with forget bias 0 is to read sequences of 40 steps, and its influence plot falls to a billionth. What would you change first?',
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
        text: 'Names follow simple rules, and one epoch is enough to learn them',
        because: 'A good model needs about 1.9 nats here: names are not that predictable.',
      },
      {
        text: 'It has memorized the names; it needs dropout or a smaller network',
        because: 'The loss is that of validation names, which it has never seen.',
      },
      {
        text: 'Padding is counted, and padding is easy to predict',
        because:
          'That pulls the mean down, but the letters themselves would still cost about 2 nats each, and they fill nearly half of the places.',
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
      'A novel is cut into windows of 64 characters; an ordinary LSTM layer (`stateful: false`) is trained on them in random order. At the first character of a window, what does it know of the text before?',
    options: [
      {
        text: 'The 64 characters before: the state is kept between windows',
        because:
          'That needs `stateful: true`, and windows in their order: row i of each batch must continue row i of the batch before.',
      },
      {
        text: 'All that it has read in training so far, through its weights',
        because:
          'The weights hold what is common to the whole text, such as the spelling of words. They do not know what came just before this window.',
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
