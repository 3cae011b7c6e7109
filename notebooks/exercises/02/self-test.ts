/** Self-test of chapter 02. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'You train a classifier of ten classes. The loss reads 2.303 in the first epoch and 2.303 in the fifth. What do you look at first?',
    options: [
      {
        text: 'The test accuracy',
        because:
          'It will be about 10 %, and tell you nothing that the loss has not: $\\ln 10 = 2.303$ is the loss of a model that knows nothing.',
      },
      {
        text: 'The gradient of each layer, before training',
        right: true,
        because:
          'Nothing is learned, so find out where the gradient dies: at zero or tiny weights, or layer by layer at sigmoids.',
      },
      {
        text: 'Whether there are enough training images',
        because:
          'With too few images the training loss falls all the better. Here not even that falls.',
      },
      {
        text: 'Whether dropout is strong enough',
        because: 'Dropout is for overfitting. This model does not fit at all.',
      },
    ],
  },
  {
    question: 'Why must the weights of a hidden layer not all start at the same value?',
    options: [
      {
        text: 'The loss would be infinite',
        because: 'It is quite ordinary: about ln K for K classes.',
      },
      {
        text: 'Equal weights are too large',
        because:
          'Their size is another question. Also equal and small weights keep the units equal.',
      },
      {
        text: 'All units would compute the same, receive the same gradient and stay the same',
        right: true,
        because: 'Nothing distinguishes them, so no step can. Random numbers break the symmetry.',
      },
    ],
  },
  {
    question:
      'An illness is found in 1 % of people. A test gives the right answer for 99 % of everyone tested. How good is it?',
    options: [
      {
        text: 'One cannot tell from the accuracy: saying "healthy" to everybody also has 99 %',
        right: true,
        because: 'Ask for precision and recall of the ill; for that useless test the recall is 0.',
      },
      {
        text: 'Very good: one error in a hundred',
        because: 'The test that calls everybody healthy also makes one error in a hundred.',
      },
      {
        text: 'Its recall is 99 %',
        because:
          'Recall is the share of the *ill* that were found. The share of all answers that are right is the accuracy.',
      },
    ],
  },
  {
    question: 'A model of ten classes trains, but its loss never gets below 1.46. What happened?',
    options: [
      {
        text: 'The learning rate is too large',
        because: 'Then the loss would jump about, and not stop at just this value.',
      },
      {
        text: 'The model overfits',
        because: 'Then its training loss would go toward 0.',
      },
      {
        text: 'A gradient vanishes',
        because: 'Then the loss would stay near 2.303, where it began.',
      },
      {
        text: 'Softmax is applied twice: in the model, and in a loss that expects logits',
        right: true,
        because:
          'Even a perfect answer, 1 and nine zeros, costs $\\ln(e + 9) - 1 = 1.461$ when it is taken for logits.',
      },
    ],
  },
  {
    question: 'Which sentence about optimizers is true?',
    options: [
      {
        text: 'Adam always reaches the lowest loss in the fewest steps',
        because:
          'On a valley along an axis RMSProp and AdaGrad were far ahead, and in a round bowl SGD needs a single step.',
      },
      {
        text: 'Their order depends on the surface, on the learning rates and on how long they run',
        right: true,
        because:
          'So compare them with the same budget, each at a rate that was chosen for it, and on held-out data.',
      },
      {
        text: 'Momentum makes each single step follow the gradient more exactly',
        because: 'On the contrary: it follows the mean of the recent gradients, and so overshoots.',
      },
    ],
  },
]);
