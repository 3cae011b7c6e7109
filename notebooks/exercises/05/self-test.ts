/** Self-test of chapter 05. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Why are the products **Q** · **K**ᵀ divided by √d?',
    options: [
      {
        text: 'It makes the attention weights of each query sum to 1',
        because: 'The softmax does that, with and without the division.',
      },
      {
        text: 'It keeps the spread of the scores from growing with d',
        right: true,
        because:
          'A sum of $d$ independent products has the standard deviation $\\sqrt d$. Scores of such a size make one weight nearly 1 and the gradients nearly 0.',
      },
      {
        text: 'It keeps the softmax from giving any key a weight of 0',
        because: 'A softmax never gives a weight of exactly 0, with or without the division.',
      },
      {
        text: 'It turns the queries and the keys into vectors of length 1',
        because:
          'That would be a division by their own lengths, which differ from token to token. $\\sqrt d$ is one fixed number.',
      },
    ],
  },
  {
    question:
      'Self-attention without positions and without a mask reads **the whale killed the man** and **the man killed the whale**. What happens at the word **killed**?',
    options: [
      {
        text: 'Its output is the same in both sentences',
        right: true,
        because:
          'It mixes the same set of values with the same weights; a sum knows no order. Only positions (or a mask) can say who came first.',
      },
      {
        text: 'Its output differs, because the rows of Q, K and V are in another order',
        because:
          'Other rows, the same query: the scores come along with their keys, and the sum over them is the same.',
      },
      {
        text: 'It fails, because the products need positions',
        because: 'It runs, and that is the danger: nothing tells you that the order is lost.',
      },
    ],
  },
  {
    question: 'The context grows from 64 to 256 tokens, the width stays. What grows 16-fold?',
    options: [
      {
        text: 'The number of parameters of a block',
        because:
          'No weight of a block depends on the length; only a table of learned positions grows, 4-fold.',
      },
      {
        text: 'The time of a whole training step',
        because:
          'The work of the projections and of the feed-forward part grows with $T$, so 4-fold, and as long as $T$ is not much larger than the width, they are most of the work.',
      },
      {
        text: 'The work of the feed-forward part',
        because: 'It treats each token by itself: 4 times as many tokens, 4 times the work.',
      },
      {
        text: 'The attention scores of a text',
        right: true,
        because:
          'Every token is compared with every token: $T^2$, with or without a causal mask. The mask saves work only if the program skips what it hides.',
      },
    ],
  },
  {
    question:
      'A six-block GPT with post-norm, kernels from normal(0, 0.02) and a tied output does not learn in 200 steps. What did the counter-experiments of the chapter show?',
    options: [
      {
        text: 'Post-norm does not train without a long warm-up; only moving the normalization helps',
        because:
          'With Glorot kernels the same post-norm network learned as fast as pre-norm, without any warm-up.',
      },
      {
        text: 'Six blocks are too many for post-norm, whatever they start from',
        because: 'Six post-norm blocks from Glorot learned on every seed.',
      },
      {
        text: 'Any one of three changes frees it: norm, initializer, or output',
        right: true,
        because:
          'Each was changed alone, on three seeds, and each time the network learned. So none of the three is *the* cause; it takes all of them together.',
      },
      {
        text: 'The loss at the level of the frequencies shows that its targets are wrong',
        because: 'Targets and data were the same for all the networks, and all the others learned.',
      },
    ],
  },
  {
    question: 'Temperature 0.5 instead of 1: what happens to the probabilities of two tokens?',
    options: [
      {
        text: 'Their ratio is squared',
        right: true,
        because:
          'The difference of the logits doubles, and $e^{2a} = (e^a)^2$: 2 to 1 becomes 4 to 1. The order of the tokens stays the same.',
      },
      {
        text: 'Both become half as large',
        because: 'They still have to sum to 1. Logits are divided, before the softmax.',
      },
      {
        text: 'They move closer together',
        because: 'A temperature **above** 1 does that: the logits move closer together.',
      },
      {
        text: 'The likelier one is always drawn',
        because: 'Only in the limit of temperature 0; at 0.5 the other one still has a chance.',
      },
    ],
  },
]);
