/** Self-test of chapter 10. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'A speech model has 99 % on a random split and 75 % on new speakers. Which is wrong?',
    options: [
      {
        text: 'The 75 %: the model was not trained well enough',
        because: 'More training on the same five people makes no sixth one.',
      },
      {
        text: 'Neither: they answer different questions',
        right: true,
        because: 'One is about new recordings of known people, the other about new people.',
      },
      {
        text: 'The 99 %: some test recordings must also be in training',
        because: 'No recording is in both parts. The people are.',
      },
    ],
  },
  {
    question:
      'Why does a constant factor in each frequency become harmless by subtracting the mean MFCC?',
    options: [
      {
        text: 'The logarithm turns the factor into a constant sum, and the cosine transform keeps sums',
        right: true,
        because: 'So every frame gets the same 13 numbers added, and the mean holds exactly those.',
      },
      {
        text: 'The mel filters remove constant factors',
        because: 'They add up power; a factor passes through.',
      },
      {
        text: 'The mean of the MFCC is the pitch of the voice',
        because: 'It is the mean shape of the spectrum, with microphone and room in it.',
      },
    ],
  },
  {
    question:
      'Ten thousand test examples come from six people. How many do you count for a statement about the next person?',
    options: [
      { text: 'ten thousand', because: 'Those of one person resemble each other.' },
      {
        text: 'six',
        right: true,
        because: 'Each person is one draw of what varies between people.',
      },
      { text: 'sixty thousand', because: 'That is more than there are.' },
    ],
  },
  {
    question: 'A recommender’s list is full of films with one rating of five stars. What helps?',
    options: [
      {
        text: 'More factors',
        because: 'More parameters fit a single rating even better.',
      },
      {
        text: 'Shrinking the bias of films with few ratings',
        right: true,
        because: 'One rating is weak evidence, so the guess stays near the mean.',
      },
      {
        text: 'A split by time',
        because: 'It measures the harm; it does not mend it.',
      },
    ],
  },
  {
    question: 'Images are inverted in all parts of a data set. Which check finds it?',
    options: [
      {
        text: 'Accuracy of the nearest mean image',
        because: 'Distances stay the same when everything is inverted.',
      },
      {
        text: 'The brightness of the corners',
        right: true,
        because: 'The background should be dark, and is bright.',
      },
      {
        text: 'A checksum that you compute from the inverted files',
        because: 'It confirms whatever you have.',
      },
    ],
  },
]);
