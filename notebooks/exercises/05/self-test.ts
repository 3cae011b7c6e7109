/** Self-test of chapter 05. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Why are the products **Q** · **K**ᵀ divided by √d?',
    options: [
      {
        text: 'So that the attention weights of each query sum to 1',
        because: 'The softmax does that, with and without the division.',
      },
      {
        text: 'So that the spread of the scores does not grow with d, and the softmax does not turn into a hard choice',
        right: true,
        because:
          'A sum of $d$ independent products has the standard deviation $\\sqrt d$. Scores of such a size make one weight nearly 1 and the gradients nearly 0.',
      },
      {
        text: 'So that fewer multiplications are needed',
        because: 'It costs one division more for each score, and saves nothing.',
      },
      {
        text: 'So that queries and keys become vectors of length 1',
        because:
          'That would be a division by their own lengths, which differ from token to token. $\\sqrt d$ is one fixed number.',
      },
    ],
  },
  {
    question:
      'A GPT is sampled letter by letter, with keys and values of earlier steps kept. For the one new query, what does the causal mask change?',
    options: [
      {
        text: 'It hides the letters that come later, as in training',
        because:
          'There are none: the text ends with the newest letter. The mask is needed in training, where a whole text goes through at once.',
      },
      {
        text: 'It hides the padding',
        because: 'That is another mask. A causal mask knows only positions.',
      },
      {
        text: 'Nothing: everything that exists lies in the past',
        right: true,
        because:
          'Training predicts all $T$ next letters in one pass and must hide each answer. One new query may see all keys there are.',
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
        text: 'It fails, because attention needs positions to form products',
        because: 'It runs, and that is the danger: nothing reports that the order is lost.',
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
        text: 'The whole time of a training step',
        because:
          'Projections and feed-forward part grow with $T$, so 4-fold. As long as $T$ is not much larger than the width, they are most of the work.',
      },
      {
        text: 'The work of the feed-forward part',
        because: 'It treats each token by itself: 4 times as many tokens, 4 times the work.',
      },
      {
        text: 'The score matrices of a text, in numbers and in work',
        right: true,
        because:
          'Every token is compared with every token: $T^2$. With and without a causal mask; the mask saves work only if the program skips what it hides.',
      },
    ],
  },
  {
    question:
      'Of the same deep Transformer, the pre-norm variant trains at once and the post-norm variant only after a long warm-up. Why?',
    options: [
      {
        text: 'Post-norm has more parameters',
        because: 'Pre-norm even has one normalization more, at the end of the stack.',
      },
      {
        text: 'In pre-norm the sum x + part(norm(x)) leaves a path on which gradients reach every block unchanged',
        right: true,
        because:
          'The stream itself is never normalized on its way. In post-norm every block normalizes the sum, so a gradient passes one normalization per part on its way down (Xiong et al. 2020).',
      },
      {
        text: 'Post-norm has no residual connections',
        because:
          'It has the same ones: norm(x + part(x)). What differs is what the normalization encloses.',
      },
      {
        text: 'Pre-norm keeps every activation between 0 and 1',
        because:
          'It sets mean and variance of what goes **into** a part. The stream grows from block to block.',
      },
    ],
  },
  {
    question: 'Temperature 0.5 instead of 1: what happens to the probabilities of two tokens?',
    options: [
      {
        text: 'Their ratio is squared: 2 to 1 becomes 4 to 1',
        right: true,
        because:
          'The difference of the logits doubles, and $e^{2a} = (e^a)^2$. The order of the tokens stays; their distances grow.',
      },
      {
        text: 'Both become half as large',
        because: 'They still have to sum to 1. Logits are divided, before the softmax.',
      },
      {
        text: 'They move closer together',
        because: 'A temperature **above** 1 does that: divided logits lie closer.',
      },
      {
        text: 'The likelier one is always drawn',
        because: 'Only in the limit of temperature 0; at 0.5 the other one keeps its share.',
      },
    ],
  },
  {
    question:
      'In a map of cross-attention the phoneme **F** looks mainly at the letters **ph**. What does the map prove?',
    options: [
      {
        text: 'That the model knows the rule “ph is spoken F”',
        because:
          'It is a picture of one word in one head. Whether the rule is kept, only tests on other words can say.',
      },
      {
        text: 'That changing the other letters would not change the F',
        because:
          'Attention reads the encoder’s output, and there each letter has already mixed with all others. Change the letters and see: that is the test.',
      },
      {
        text: 'Only where this head takes its values from; what they contain and do is another question',
        right: true,
        because:
          'The values may carry other letters, other heads and the residual stream may decide. It suggests an alignment, which an intervention can then test.',
      },
    ],
  },
  {
    question: 'What does a key/value cache save while a text is sampled?',
    options: [
      {
        text: 'Memory, because older tokens are forgotten',
        because: 'It costs memory: two vectors for each token, in each block.',
      },
      {
        text: 'The comparison of the new query with all earlier keys',
        because: 'That is what remains: $t$ products at step $t$.',
      },
      {
        text: 'The softmax over earlier tokens',
        because: 'It is computed anew at each step, over one key more.',
      },
      {
        text: 'Passing the whole text through all blocks again for every new token',
        right: true,
        because:
          'Under a causal mask, earlier tokens never see the new one, so their keys and values stay as they are. The text sampled is the same.',
      },
    ],
  },
]);
