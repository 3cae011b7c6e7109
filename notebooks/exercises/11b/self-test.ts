/** Self-test of chapter 11b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'A test of inputs has been silent for a year. What follows?',
    options: [
      { text: 'The accuracy is as it was', because: 'Labels can change their meaning while inputs stay.' },
      {
        text: 'The inputs are about as they were; of their meaning nothing follows',
        right: true,
        because: 'Concept drift changes p(y|x) and leaves p(x) alone.',
      },
      { text: 'The test is broken', because: 'Perhaps, but a quiet year looks the same.' },
    ],
  },
  {
    question: 'The test rings every day. What do you do first?',
    options: [
      { text: 'Retrain', because: 'Drift can be harmless, or even make the task easier.' },
      { text: 'Switch it off', because: 'Then you are blind to the next change.' },
      {
        text: 'Look at inputs and label a small sample',
        right: true,
        because: 'Only labels tell whether the change costs accuracy.',
      },
    ],
  },
  {
    question: 'A membership attack has an AUC of 0.6. Is the model safe?',
    options: [
      {
        text: 'Not known: ask how many members it finds at few false accusations, and try a stronger attack',
        right: true,
        because: 'In section 3 the weak attack found no one, and shadow models found a fifth.',
      },
      { text: 'Yes, 0.6 is nearly guessing', because: 'An average hides the few who are fully exposed.' },
      { text: 'No, anything above 0.5 proves memory of all', because: 'It may come from a few members only.' },
    ],
  },
  {
    question: 'Why does DP-SGD clip each person’s gradient?',
    options: [
      { text: 'To prevent exploding gradients', because: 'That would be clipping the mean; here each person’s is clipped.' },
      {
        text: 'Without a limit on one person’s influence, no finite noise hides it',
        right: true,
        because: 'Noise has deviation σC; the contribution of one person is at most C.',
      },
      { text: 'To save time', because: 'It takes more time.' },
    ],
  },
  {
    question: 'Two machines average the gradients of half a batch each. Compared with one machine, the step is',
    options: [
      { text: 'an approximation', because: 'The mean of two means of equal size is the mean.' },
      { text: 'the same, up to rounding', right: true, because: 'The gradient of a mean is the mean of gradients.' },
      { text: 'twice as long', because: 'They average; they do not add.' },
    ],
  },
  {
    question: 'A ring all-reduce goes from 8 to 1,000 machines. What each machine sends',
    options: [
      { text: 'grows 125-fold', because: 'That would be everybody sending to everybody.' },
      { text: 'hardly grows: from 1.75 to 2 times the gradient', right: true, because: '2(n − 1)/n approaches 2.' },
      { text: 'shrinks', because: 'The pieces shrink, and there are more rounds.' },
    ],
  },
]); // prettier-ignore
