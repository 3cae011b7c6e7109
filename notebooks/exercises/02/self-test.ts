/** Self-test of chapter 02. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'You train a classifier of ten classes. The loss reads 2.303 in the first epoch and 2.303 in the fifth. What do you look at first?',
    options: [
      {
        text: 'The size of the gradient in each layer',
        right: true,
        because:
          'Nothing is learned, so find out where the gradient dies: at zero or tiny weights, or layer by layer at sigmoids.',
      },
      {
        text: 'The accuracy on the test images',
        because:
          'It will be about 10 %, which tells you nothing new: $\\ln 10 = 2.303$ is the loss of a model that knows nothing.',
      },
      {
        text: 'Whether there are enough training images',
        because:
          'With too few images the training loss falls even faster. Here it does not fall at all.',
      },
      {
        text: 'Whether the network has learned the images by heart',
        because: 'Then its training loss would be near 0.',
      },
    ],
  },
  {
    question: 'Why must the weights of a hidden layer not all start at the same value?',
    options: [
      {
        text: 'The loss would be infinite',
        because: 'It is quite ordinary: about $\\ln K$ for $K$ classes.',
      },
      {
        text: 'Equal weights are too large',
        because:
          'Their size is another question. Equal and small weights keep the units equal, too.',
      },
      {
        text: 'Its units would stay copies of one another',
        right: true,
        because:
          'They compute the same and receive the same gradient, so no step can tell them apart. Random numbers do.',
      },
    ],
  },
  {
    question:
      'An illness is found in 1 % of people. A test gives the right answer for 99 % of everyone tested. How good is it?',
    options: [
      {
        text: 'Very good: one error in a hundred',
        because: 'The test that calls everybody healthy also makes one error in a hundred.',
      },
      {
        text: 'You can’t tell from this number',
        right: true,
        because:
          'Saying "healthy" to everybody has 99 %, too. Ask for precision and recall of the ill; for that useless test the recall is 0.',
      },
      {
        text: 'It finds 99 % of the ill',
        because:
          'That would be its recall, the share of the *ill* that were found. The share of all answers that are right is the accuracy.',
      },
    ],
  },
  {
    question:
      'A model of ten classes gets 97 % right, but its loss never goes below 1.46. What happened?',
    options: [
      {
        text: 'The learning rate is too large, so the loss jumps over its minimum',
        because: 'Then the loss would jump about, and not stop at just this value.',
      },
      {
        text: 'The model overfits',
        because: 'Then the loss on its training images would go toward 0.',
      },
      {
        text: 'Softmax is applied twice',
        right: true,
        because:
          'Even a perfect answer, 1 and nine zeros, costs $\\ln(e + 9) - 1 = 1.461$ when it is taken for logits.',
      },
      {
        text: 'A gradient vanishes on its way to the first layer',
        because: 'Then the loss would stay near 2.303, where it began, and so would the accuracy.',
      },
    ],
  },
  {
    question:
      'In $\\partial L/\\partial w_{ij} = \\sum_n h_{ni}\\, \\delta_{nj}$, why is there a sum over the examples $n$?',
    options: [
      {
        text: 'Because the loss is a mean over the examples, and a mean is a sum',
        because:
          'That mean is in $\\delta$ already. The sum would be there for any loss, also for one that is no mean.',
      },
      {
        text: 'Because the weight is used in every example',
        right: true,
        because:
          'A value that is used in several places collects a derivative from each: the `+=` of the engine.',
      },
      {
        text: 'Because the shapes of the two matrices would not fit otherwise',
        because:
          'The shapes fit because of the sum. They follow from the derivation; they do not prove it.',
      },
    ],
  },
]);
