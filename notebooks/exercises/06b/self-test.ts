/** Self-test of chapter 06b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Which of these is domain adaptation?',
    options: [
      {
        text: 'Statistics of the features are taken from unlabeled pictures by the new artist',
        right: true,
        because: 'Task and classes stay; the inputs of the new domain are used, without labels.',
      },
      {
        text: 'A network that was trained on ImageNet gets a new last layer with five classes for drawings',
        because: 'The task is another one, with other classes: that is transfer learning.',
      },
      {
        text: 'The network is trained on one artist’s drawings and then measured on those of the other one',
        because: 'That measures the shift between the domains, and does nothing about it.',
      },
      {
        text: 'Pictures are turned and moved at random during training, so the network sees more of them',
        because: 'That is augmentation; it knows nothing of the new domain.',
      },
    ],
  },
  {
    question: 'What does freezing a batch normalization layer have to mean?',
    options: [
      {
        text: 'Its scale and shift stay as they are, while its averages go on following the batches',
        because: 'Then the network still changes with every batch, although nothing is "trained".',
      },
      {
        text: 'It is left out of the network, since it is needed only while weights are being trained',
        because: 'The weights behind it expect its normalized output.',
      },
      {
        text: 'It normalizes by its stored averages, and these stay',
        right: true,
        because: 'Frozen, it works as in use: what the pretrained weights expect is what they get.',
      },
      {
        text: 'It normalizes by each batch, as in training, but without storing anything of what it saw',
        because: 'Then a picture’s features would depend on its neighbors in the batch.',
      },
    ],
  },
  {
    question: 'Why may masked-token pretraining use as many examples as there is text?',
    options: [
      {
        text: 'Because the encoder has few weights and cannot memorize what it reads in one pass',
        because: 'The size of the network has nothing to do with where the targets come from.',
      },
      {
        text: 'The hidden token is the label, so nobody has to make one',
        right: true,
        because: 'The text is its own answer key: that is what *self-supervised* says.',
      },
      {
        text: 'Because a mask makes each name look different, so that no two examples are the same',
        because: 'Different maskings help, but they need a target too, and it is in the text.',
      },
      {
        text: 'Because a teacher network fills in the labels wherever no person has provided them',
        because: 'That is distillation, or pseudo-labeling.',
      },
    ],
  },
  {
    question: 'What does a student learn from soft answers that hard answers leave out?',
    options: [
      {
        text: 'The true class wherever the teacher is wrong, because probabilities never exclude it entirely',
        because: 'The teacher does not know the true class; it can only be unsure.',
      },
      {
        text: 'Which other classes the teacher finds possible, and how sure it is',
        right: true,
        because: 'Whether that helps is another question, and is measured by training on both.',
      },
      {
        text: 'The inner vectors of the teacher, which are added up in its probabilities',
        because: 'Eight probabilities do not contain 384 numbers.',
      },
      {
        text: 'Nothing more, since the class with the highest probability is the same in both',
        because: 'The highest is the same; the others are thrown away in the hard answer.',
      },
    ],
  },
  {
    question:
      'A pretrained network names your photographs wrongly but confidently, without any error message. What do you check first?',
    options: [
      {
        text: 'Whether it has enough layers for photographs of this kind and size',
        because: 'It was trained and tested on photographs; its depth did not change on the way.',
      },
      {
        text: 'Whether the learning rate was too large when its last layer was trained',
        because: 'You did not train it.',
      },
      {
        text: 'How the input is scaled, and the order of its channels',
        right: true,
        because: 'Bytes in place of [0, 1] have the right shape and the wrong meaning.',
      },
      {
        text: 'Whether dropout is still switched on while it predicts, which shuffles the classes',
        because: 'Dropout in use makes answers noisy from call to call; look at the input first.',
      },
    ],
  },
]);
