/** Self-test of chapter 06. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'The same sentence gets another vector when it stands in a batch beside a long one. What is the likely cause?',
    options: [
      {
        text: 'The padding takes part: no mask in the attention, in the mean, or in both',
        right: true,
        because:
          'With a mask the padded places get no attention and no share of the mean, and the vector is the same to float32 rounding.',
      },
      {
        text: 'Batch normalization mixes the sentences of a batch with each other at prediction time',
        because: 'BERT has layer normalization, which looks at one place of one sentence only.',
      },
      {
        text: 'Attention compares every sentence with all the other sentences of its batch',
        because: 'It compares the places of one sentence; sentences of a batch never meet.',
      },
      {
        text: 'Nothing is wrong: the context of a sentence is supposed to change its vector',
        because: 'The context of a *word* is its sentence. Its neighbors in a batch are chance.',
      },
    ],
  },
  {
    question:
      'You have 8 categories and 64 labeled texts. You embed them with a frozen network and fit a logistic regression. What is that called?',
    options: [
      {
        text: 'Zero-shot classification, since the network itself has seen no example of your task',
        because: 'Zero-shot means that no label at all is used; you used 64.',
      },
      {
        text: 'Fine-tuning, since a part of the whole, the new layer, is trained on your labels',
        because:
          'Fine-tuning changes weights of the pretrained network. Here they stay as they were.',
      },
      {
        text: 'Feature extraction with a linear probe, few-shot',
        right: true,
        because:
          'The network is frozen and only its vectors are used; eight labels per category are a few.',
      },
      {
        text: 'Domain adaptation, since emoji names are another kind of text than the network knows',
        because:
          'Domain adaptation keeps the task and its classes while the source of the inputs changes. Here the task is new.',
      },
    ],
  },
  {
    question:
      'You rebuild a pretrained network, and its outputs differ from the reference by 0.001. No error is reported. What do you do?',
    options: [
      {
        text: 'Train it a little further, so the weights adapt to the small difference',
        because:
          'That hides the mistake, and costs labels. Find it first; it may grow with longer inputs.',
      },
      {
        text: 'Nothing: rounding in 32 bits explains differences of this size after six blocks',
        because:
          'Rounding gave about a millionth in this chapter. A thousand times more has another cause.',
      },
      {
        text: 'Compare layer by layer: activation formula, epsilon, mask, transposed weights',
        right: true,
        because:
          'The first layer that differs holds the mistake. The tanh formula of GELU, for example, makes small differences everywhere.',
      },
      {
        text: 'Convert all of its weights to 64-bit numbers, and compute the outputs again',
        because: 'The weights were stored in 32 bits, and more digits do not mend a wrong formula.',
      },
    ],
  },
  {
    question:
      'A colleague reports: "fine-tuning beats training from scratch by 20 points". Which comparison supports that pretraining is the cause?',
    options: [
      {
        text: 'A pretrained network of 22 million weights beside a small one that was trained on the same labels',
        because: 'Two things differ: the pretraining and the network. Either may be the cause.',
      },
      {
        text: 'The same network from random weights, same labels and recipe, its rate tuned as well',
        right: true,
        because: 'Only the start differs. A rate tuned for each side keeps the comparison fair.',
      },
      {
        text: 'The pretrained network before fine-tuning beside the same network after it',
        because: 'That measures what the labels add, not what the pretraining adds.',
      },
      {
        text: 'Both of them, measured on the labeled examples that they were trained on',
        because: 'On its training examples a large network from scratch can be perfect too.',
      },
    ],
  },
  {
    question:
      '"The film was good" and "The film was not good" have a cosine of about 0.8. What follows?',
    options: [
      {
        text: 'The network cannot represent negation, so no classifier on its vectors can find it',
        because:
          'A direction can carry it although the angle is small: the cosine adds up all 384 of them. Test it with a probe.',
      },
      {
        text: 'The two share topic and words; a high cosine does not mean that they say the same',
        right: true,
        because:
          'The cosine measures relatedness as the pairs of the training defined it. Truth is not part of that.',
      },
      {
        text: 'The vectors were not normalized, which makes the cosine of any two of them large',
        because: 'The cosine divides by both lengths, so normalization does not change it.',
      },
      {
        text: 'One of the two sentences was tokenized wrongly, since "not" must change everything',
        because:
          '"not" is a token of its own and was read. It just turns the vector only a little.',
      },
    ],
  },
]);
