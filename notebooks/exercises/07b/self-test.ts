/** Self-test of chapter 07b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A line through the losses of three small models predicts a fourth. What does its bootstrap interval, over windows and seeds, leave out?',
    options: [
      {
        text: 'That the same windows were used for all three models',
        because: 'That is taken care of: each resample takes the same windows for all sizes.',
      },
      {
        text: 'That the relation may not be a line',
        right: true,
        because:
          'It only knows the chance in windows and seeds. The form of the curve is an assumption, and in this notebook it was wrong.',
      },
      {
        text: 'Nothing: with enough resamples it contains the truth in 95 of 100 cases, also outside the fitted sizes',
        because: 'More resamples make the interval steadier, not more honest.',
      },
    ],
  },
  {
    question:
      'Twice the parameters and twice the tokens: what happens to the compute of a training?',
    options: [
      {
        text: 'It doubles, since larger models need fewer steps',
        because: 'The tokens are given, and each costs six operations per parameter.',
      },
      {
        text: 'It grows sixfold',
        because: 'The 6 of $C = 6ND$ stands for operations per parameter and token.',
      },
      {
        text: 'It quadruples',
        right: true,
        because: '$6 \\cdot 2N \\cdot 2D = 4 \\cdot 6 N D$.',
      },
    ],
  },
  {
    question: 'Why does $\\mathbf B$ start at zero in LoRA, and not $\\mathbf A$ as well?',
    options: [
      {
        text: 'Then the model begins unchanged, and the gradient of B is still not zero',
        right: true,
        because:
          'The gradient of $\\mathbf B$ contains $\\mathbf x \\mathbf A$, that of $\\mathbf A$ contains $\\mathbf B$. With both at zero neither would ever move.',
      },
      {
        text: 'Then AB has exactly the rank that was asked for, from the first step on',
        because: 'At first the product is zero, of rank 0.',
      },
      {
        text: 'Zeros are saved in fewer bytes',
        because: 'They are trained, and do not stay zeros.',
      },
    ],
  },
  {
    question:
      'A pretrained and a fresh network get the same thousand lessons. What is the fresh one for?',
    options: [
      {
        text: 'It shows what the lessons alone teach; the rest is what pretraining brought',
        right: true,
        because: 'Only the supposed cause differs: the weights at the beginning.',
      },
      {
        text: 'It is the upper limit, because nothing has to be unlearned',
        because: 'Nothing says so, and here it learned a little less.',
      },
      {
        text: 'It measures how much of the lessons is forgotten afterward',
        because: 'Forgetting is measured on the old task, with the network that knew it.',
      },
    ],
  },
  {
    question: 'In instruction tuning the loss often counts the answers only. What is the reason?',
    options: [
      {
        text: 'Questions would leak into the answers through the causal mask',
        because: 'The answer is meant to see the question; the mask hides what comes later.',
      },
      {
        text: 'The model is to learn to answer, not to invent the next question',
        right: true,
        because:
          'Part of the gradient would go to something nobody asks for. Here it cost more than ten points.',
      },
      {
        text: 'Without it the loss would not be differentiable at the border between question and answer',
        because: 'Every place has its own cross-entropy; there is no border for the derivative.',
      },
    ],
  },
]);
