/** Self-test of chapter 05b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'What does a key/value cache save while a text is sampled?',
    options: [
      {
        text: 'Memory: the text so far is kept as one short summary instead of all its tokens',
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
        text: 'Running the whole text through all blocks for each new token',
        right: true,
        because:
          'Under a causal mask, earlier tokens never see the new one, so their keys and values stay as they are. The text sampled is the same.',
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
      'A random split puts **walked** into training and **walking** into the test part. What follows for a test result?',
    options: [
      {
        text: 'Nothing: the test word itself was never seen',
        because: 'Its stem was. A method that stores pieces of words gets most of it from memory.',
      },
      {
        text: 'It says too much about really new words, and may rank methods wrongly',
        right: true,
        because:
          'The table of counts was slightly ahead of the network on words with a relative, and ten points behind on the others. Split by family, or report both.',
      },
      {
        text: 'All methods gain the same from it, so comparisons stay fair whatever the method is',
        because: 'The one that memorizes gains more than the one that generalizes.',
      },
    ],
  },
  {
    question: 'RoPE rotates queries and keys by their place. Why not the values?',
    options: [
      {
        text: 'Place decides who listens to whom; what is handed over need not depend on it',
        right: true,
        because:
          'In a product of a rotated query and a rotated key only the distance is left. A value meets no second rotation that would cancel its own.',
      },
      {
        text: 'Because rotated values would have another length, and the softmax needs unit length',
        because: 'A rotation keeps lengths, and the softmax never sees values.',
      },
      {
        text: 'Because values are shared by all heads and places, so they cannot be rotated at all',
        because: 'Each head has values of its own, one per place.',
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
        text: 'That changing letters other than *ph* would leave the F as it is: it does not look at them',
        because:
          'Attention reads the encoder’s output, and there each letter has already mixed with all others. Change the letters and see: that is the test.',
      },
      {
        text: 'Only where this head takes its values from, not what they contain or do',
        right: true,
        because:
          'The values may carry other letters, and other heads and the residual stream may decide. It suggests an alignment, which an intervention can then test.',
      },
    ],
  },
]);
