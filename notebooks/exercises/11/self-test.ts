/** Self-test of chapter 11. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'After moving to a server, a classifier’s accuracy is as before, but all its probabilities are 1. What is likely?',
    options: [
      {
        text: 'The weights were quantized to too few bits',
        because: 'That adds noise to the weights, and costs accuracy first.',
      },
      {
        text: 'The inputs are not scaled as in training',
        right: true,
        because:
          'A common factor leaves the largest logit the largest, and pulls all of them apart.',
      },
      {
        text: 'The server uses another number of threads',
        because: 'That changes the last digits at most.',
      },
    ],
  },
  {
    question: 'Why does tracing speed up a small network more than a large one?',
    options: [
      {
        text: 'It saves a fixed cost per operation, which is most of the time when operations are small',
        right: true,
        because: 'The arithmetic is the same; the trips from JavaScript into the engine are saved.',
      },
      {
        text: 'Large networks cannot be traced',
        because: 'They can. It pays less.',
      },
      {
        text: 'The graph rounds to fewer bits',
        because: 'It computes with 32 bits as before.',
      },
    ],
  },
  {
    question: 'A weight matrix has one very large entry. What does a scale per channel change?',
    options: [
      {
        text: 'Nothing: the large entry needs the same number of bits',
        because: 'The bits are the same, but the width of a step is not.',
      },
      {
        text: 'Only the channel of that entry has wide steps',
        right: true,
        because: 'All others keep a step that fits their own largest weight.',
      },
      {
        text: 'The large entry is stored exactly',
        because: 'It is moved by up to half a step, as every weight is.',
      },
    ],
  },
  {
    question:
      'A load test with ten clients that wait for their answers reports a p99 of 12 ms. What is open?',
    options: [
      {
        text: 'Nothing, if it ran long enough',
        because: 'However long: while the server was slow, these clients sent hardly anything.',
      },
      {
        text: 'What users feel who do not wait for each other',
        right: true,
        because: 'The requests that a pause would have hit were never sent: coordinated omission.',
      },
      {
        text: 'Whether the median is below 12 ms',
        because: 'It must be: the median never exceeds p99.',
      },
    ],
  },
  {
    question:
      'A server gets 200 requests a second, and 30 are under way on average. How long does one take?',
    options: [
      {
        text: '150 ms',
        right: true,
        because: 'Little’s law: 30 = 200 · W, so W = 0.15 s.',
      },
      { text: '5 ms', because: 'That is the time between two arrivals.' },
      {
        text: 'That depends on how random the arrivals are',
        because: 'The law holds for any arrivals; randomness is already in the 30.',
      },
    ],
  },
  {
    question: 'The queue of a server is full. What should it do with the next request?',
    options: [
      {
        text: 'Answer 503 at once, and say when to try again',
        right: true,
        because: 'The client learns quickly, and those inside are still answered in time.',
      },
      {
        text: 'Make the queue longer',
        because:
          'As long as more arrives than is computed, any length fills up, and all wait longer.',
      },
      {
        text: 'Answer 400',
        because: 'The request is in order. It is the server that cannot.',
      },
    ],
  },
]);
