/** Self-test of chapter 12. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'A column of numbers comes out as text. What is the most useful thing to know?',
    options: [
      {
        text: 'The first line whose field is no number, and what stands there',
        right: true,
        because: 'It tells whether a mark for "missing", a thousands separator or a typing error is to blame.',
      },
      {
        text: 'How many rows the file has',
        because: 'That says nothing about the column.',
      },
      {
        text: 'Nothing: convert it with `Number` and go on',
        because: '`Number("")` is 0 and `Number("3,504")` is NaN: one invents values, the other loses them.',
      },
    ],
  },
  {
    question: 'Where do the mean, the median that fills gaps, and the list of categories come from?',
    options: [
      {
        text: 'From all rows, since more data give better estimates',
        because: 'Then the test rows have had a say in what the model sees: a leak, and at use there are no test rows.',
      },
      {
        text: 'From the training rows; they are saved with the model',
        right: true,
        because: 'The program that uses the model has nothing else, so nothing else may be used to judge it.',
      },
      {
        text: 'From each part separately, so that each has mean 0',
        because: 'Then the same car gets other numbers in another part. Section 8 measures what that costs.',
      },
    ],
  },
  {
    question: 'Your photographs show 200 machines, ten pictures each. Which split answers "will it work on a new machine?"',
    options: [
      {
        text: 'A random one of all pictures',
        because: 'Nearly every test picture would have pictures of its own machine in training.',
      },
      {
        text: 'A random one, stratified by class',
        because: 'It balances the classes, and leaves the same machines on both sides.',
      },
      {
        text: 'One that keeps each machine in one part',
        right: true,
        because: 'Then the test machines are as new to the model as tomorrow’s.',
      },
    ],
  },
  {
    question: 'A model was trained on cars up to 1979 and is judged on those of 1980 to 1982. Why is its error larger than on a random split?',
    options: [
      {
        text: 'The test part is smaller',
        because: 'That makes the estimate less certain, not larger.',
      },
      {
        text: 'Cars have changed: it has to extrapolate, as it would in use',
        right: true,
        because: 'A random split asks about cars between those that it knows.',
      },
      {
        text: 'Time-ordered splits do not shuffle, so training is worse',
        because: 'Training shuffles its own rows in each epoch anyway.',
      },
    ],
  },
  {
    question: 'A file named `photo.png` begins with the letters "Dear". What should a loader do?',
    options: [
      {
        text: 'Skip it silently: one picture more or less does not matter',
        because: 'It does when half of a class is missing, and nobody will ever know.',
      },
      {
        text: 'Leave it out, and report its name and the reason',
        right: true,
        because: 'You can go on, and you know what you went on without.',
      },
      {
        text: 'Use a black picture in its place',
        because: 'Then the network learns that black means whatever class the folder is.',
      },
    ],
  },
  {
    question: 'A classifier with 5 classes gets labels 1 to 5. What should happen?',
    options: [
      {
        text: 'It trains, and the first output stays unused',
        because: 'There are outputs 0 to 4 only: label 5 has none.',
      },
      {
        text: 'An error that names a label outside of 0 to 4',
        right: true,
        because: 'Class numbers are positions in the list of outputs.',
      },
      {
        text: 'The labels are shifted automatically',
        because: 'A loader that guesses is wrong when class 0 happens to be absent.',
      },
    ],
  },
]); // prettier-ignore
