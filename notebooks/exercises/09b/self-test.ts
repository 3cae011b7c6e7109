/** Self-test of chapter 09b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Why can training jump to any noise level without walking there?',
    options: [
      {
        text: 'Because the noise is so small',
        because: 'At the end hardly anything else is left. The jump is exact there, too.',
      },
      {
        text: 'Because sums of independent normal variables are normal, and their variances add',
        right: true,
        because: 'A hundred small draws have the distribution of one large one.',
      },
      {
        text: 'Because the network has learned the steps',
        because: 'No network takes part on the way into noise.',
      },
    ],
  },
  {
    question: 'What does a network that guesses the noise under squared error converge to?',
    options: [
      {
        text: 'The noise that was drawn',
        because: 'Many pairs of data and noise give the same point. It cannot know which.',
      },
      {
        text: 'The mean of the noise, given the noisy point and the step',
        right: true,
        because:
          'The mean minimizes a squared error. It is also the slope of the log-density, up to a factor.',
      },
      {
        text: 'Zero, because noise has mean zero',
        because: 'Given the noisy point, the mean is not zero.',
      },
    ],
  },
  {
    question: 'The critic’s loss falls to nearly 0 and stays there. What does that mean?',
    options: [
      {
        text: 'Training has succeeded',
        because: 'A critic that is never wrong has an opponent that draws nothing like the data.',
      },
      {
        text: 'It tells real from drawn nearly always, and the drawings are easy to tell',
        right: true,
        because: 'Where drawings are distributed like the data, no critic gets below ln 2.',
      },
      {
        text: 'The generator has collapsed onto one image',
        because: 'It may have. This number does not say; count what it draws.',
      },
    ],
  },
  {
    question: 'Why is −ln D minimized instead of ln(1 − D) when the generator learns?',
    options: [
      {
        text: 'They have different minima',
        because: 'Both want D = 1.',
      },
      {
        text: 'Where drawings are poor, its slope is about 1 instead of about 0',
        right: true,
        because: 'That is when the generator needs to learn most.',
      },
      {
        text: 'It makes the critic slower',
        because: 'The critic’s loss is the same for both.',
      },
    ],
  },
  {
    question: 'A sampler needs fewer calls of the network than another. What else do you ask?',
    options: [
      {
        text: 'How good both are at the same number of calls, by the same measure',
        right: true,
        because: 'Fewer calls at worse quality is a trade, and you want to see the curve.',
      },
      {
        text: 'Which of them is newer',
        because: 'Age measures nothing.',
      },
      {
        text: 'How long the training took, and nothing else',
        because: 'It is the same for both here. Quality is the other side of the trade.',
      },
    ],
  },
]);
