/** Self-test of chapter 03. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A convolution has 32 filters of 3 × 3 on gray images. The images grow from 28 × 28 to 56 × 56. What happens to its number of parameters?',
    options: [
      {
        text: 'It becomes four times as large',
        because:
          'The number of *outputs* does, and the arithmetic. The weights are the same at every position.',
      },
      {
        text: 'It stays at 320',
        right: true,
        because:
          '$3 \\cdot 3 \\cdot 1 \\cdot 32 + 32$; the size of the image does not occur. A dense layer behind it would grow, though.',
      },
      {
        text: 'It doubles',
        because: 'Neither height nor width occurs in $k \\cdot k \\cdot C \\cdot F + F$.',
      },
    ],
  },
  {
    question:
      'All images, for training and testing, are shuffled by one and the same random order of pixels. Which model suffers?',
    options: [
      {
        text: 'Both: the images have become unreadable',
        because:
          'Unreadable for us, because our eyes also expect neighbors to belong together. No information is lost.',
      },
      {
        text: 'The perceptron: its weights belong to fixed pixels',
        because:
          'They do, and pixel 300 still always carries the same place of the digit. It learns just as well.',
      },
      {
        text: 'The CNN: what it assumes about neighbors is no longer true',
        right: true,
        because:
          'Small windows see unrelated dots, and pooling throws away where they were. In the chapter it fell below the perceptron.',
      },
    ],
  },
  {
    question: 'What does "translation equivariant" mean?',
    options: [
      {
        text: 'If the input moves, the output moves along',
        right: true,
        because: '$f(T \\mathbf x) = T f(\\mathbf x)$: that is what weight sharing gives.',
      },
      {
        text: 'If the input moves, the output stays the same',
        because:
          'That is *invariance*. A whole classifier should have it; a convolution must not, or all positions would be lost.',
      },
      {
        text: 'The network recognizes digits in any position',
        because:
          'We measured the opposite: eight pixels were enough to break it. The dense layers are not equivariant.',
      },
    ],
  },
  {
    question:
      'A ten-class network trains without any error message, but its loss never falls below 1.46. What is the first suspect?',
    options: [
      {
        text: 'A learning rate that is too small',
        because: 'Then it would fall slowly, but no fixed number would stop it.',
      },
      {
        text: 'Too few filters',
        because: 'A small network makes more errors; it has no reason to stop at just this number.',
      },
      {
        text: 'Dropout in training',
        because: 'Dropout raises the training loss somewhat. It knows nothing of 1.46.',
      },
      {
        text: 'The softmax is applied twice: in the model and in the loss',
        right: true,
        because:
          'Then even a perfect answer costs $-\\log(e / (e + 9)) = 1.461$. Remove the softmax, or set `fromLogits: false`.',
      },
    ],
  },
  {
    question:
      'Two networks read 99.12 % and 99.20 % of the same 10,000 test digits, one run each. What may you conclude?',
    options: [
      {
        text: 'The second one is better, if only by a little',
        because:
          'The difference is 8 images. The standard error of each number is 9 images, and another seed moves it as well.',
      },
      {
        text: 'Nothing yet: run several seeds, and compare the difference with the spread',
        right: true,
        because:
          'With $\\sqrt{a (1 - a) / n} \\approx 0.09$ points of standard error, 0.08 points are noise.',
      },
      {
        text: 'Both are equally good',
        because:
          'That is not shown either. A small difference may be real; this experiment cannot see it.',
      },
    ],
  },
]);
