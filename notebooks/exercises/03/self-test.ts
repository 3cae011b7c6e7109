/** Self-test of chapter 03. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A convolution has 32 filters of 3 × 3 on gray images. The images grow from 28 × 28 to 56 × 56. What happens to its number of parameters?',
    options: [
      {
        text: 'It stays at 320',
        right: true,
        because:
          '$3 \\cdot 3 \\cdot 1 \\cdot 32 + 32$; the size of the image does not occur. A dense layer behind it would grow, though.',
      },
      {
        text: 'It becomes four times as large',
        because:
          'The number of *outputs* does, and the arithmetic. The weights are the same at every position.',
      },
      {
        text: 'It doubles, because the height doubles',
        because: 'Neither height nor width occurs in $k \\cdot k \\cdot C \\cdot F + F$.',
      },
    ],
  },
  {
    question:
      'Color images are stored as [N, 3, 32, 32]. A program calls `reshape([N, 32, 32, 3])`, and the training runs. What does the network see?',
    options: [
      {
        text: 'The images as they are: only the order of the axes was repaired',
        because:
          'That is `transpose`. `reshape` keeps all numbers in their reading order and only cuts them up differently.',
      },
      {
        text: 'The images with red and blue exchanged, everything else in place',
        because: 'That happens when the three channels are reversed. Here whole pixels move.',
      },
      {
        text: 'Small gray copies: three neighboring pixels pose as three colors',
        right: true,
        because:
          'Three numbers in a row of one channel have become one pixel. The shape is right, so nothing complains.',
      },
    ],
  },
  {
    question:
      'All images, for training and testing, are shuffled by one and the same random order of pixels. Which model suffers?',
    options: [
      {
        text: 'The MLP: its weights belong to fixed pixels',
        because:
          'They do, and pixel 300 still always carries the same place of the digit. It learns just as well.',
      },
      {
        text: 'The CNN: its windows see unrelated dots',
        right: true,
        because:
          'What it assumes about neighbors is no longer true, and pooling throws away where a dot was.',
      },
      {
        text: 'Both: no information about the digit is left in the image',
        because:
          'Unreadable for us, because our eyes also expect neighbors to belong together. No information is lost.',
      },
    ],
  },
  {
    question:
      'On the way back through a convolution of stride 1, how does $\\partial L/\\partial x$ come from $\\delta = \\partial L/\\partial y$?',
    options: [
      {
        text: 'By convolving the image with δ, which takes the place of the kernel',
        because: 'That gives $\\partial L/\\partial k$, the gradient of the weights.',
      },
      {
        text: 'By summing δ over all positions of the map, for each filter',
        because: 'That gives $\\partial L/\\partial b$, the gradient of the bias.',
      },
      {
        text: 'By convolving δ, framed by zeros, with the kernel turned by 180°',
        right: true,
        because: '$\\sum_{u,v} \\delta_{a-u,\\,b-v}\\, k_{uv}$: the indices run backward.',
      },
    ],
  },
  {
    question: 'What does "translation equivariant" mean?',
    options: [
      {
        text: 'If the input moves, the output stays the same',
        because:
          'That is *invariance*. A whole classifier should have it; a convolution must not, or all positions would be lost.',
      },
      {
        text: 'If the input moves, the output moves with it',
        right: true,
        because: '$f(T \\mathbf x) = T f(\\mathbf x)$: that is what weight sharing gives.',
      },
      {
        text: 'The network recognizes digits in any position',
        because:
          'We measured the opposite: a few pixels broke it. The dense layers are not equivariant.',
      },
    ],
  },
]);
