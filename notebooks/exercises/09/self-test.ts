/** Self-test of chapter 09. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Why do random codes of a plain autoencoder decode to things that are no digits?',
    options: [
      {
        text: 'The decoder is too small',
        because: 'It draws the codes of test images well. The same decoder, other codes.',
      },
      {
        text: 'Nothing in its loss says where codes lie, and the decoder knows only those it has seen',
        right: true,
        because: 'The divergence of the variational autoencoder is what says it.',
      },
      {
        text: 'Random codes are not normally distributed',
        because: 'They are, by construction. Real codes need not be.',
      },
    ],
  },
  {
    question: 'What is the gap between the ELBO and the logarithm of p(x)?',
    options: [
      {
        text: 'The divergence of q(z) from the prior',
        because: 'That one is a part of the ELBO.',
      },
      {
        text: 'The divergence of q(z) from p(z given x)',
        right: true,
        because: 'It says how badly the encoder guesses which codes belong to the image.',
      },
      {
        text: 'The error of the reconstruction',
        because: 'That is a part of the ELBO, too.',
      },
    ],
  },
  {
    question: 'Two papers report 97 and 106 nats for the same VAE. What do you check first?',
    options: [
      {
        text: 'Whether both measured at sampled codes',
        right: true,
        because:
          'At the means, the loss of this chapter’s model drops by a similar amount, and it is no bound.',
      },
      {
        text: 'Whether both used Adam',
        because: 'That may move the number by a nat, hardly by nine.',
      },
      {
        text: 'Whether both used the same batch size in the test',
        because: 'The mean over test images does not depend on it.',
      },
    ],
  },
  {
    question: 'A generator has 100 % of the right class. What do you know?',
    options: [
      {
        text: 'That it is better than one with 97 %',
        because: 'Ten mean images reach 100 %.',
      },
      {
        text: 'That the judge agrees with the wishes, and nothing about variety',
        right: true,
        because: 'Look at spread and KID beside it.',
      },
      {
        text: 'That it copies its training images',
        because: 'It may, but this number cannot tell.',
      },
    ],
  },
  {
    question: 'What does guidance of 3 do, compared with 1?',
    options: [
      {
        text: 'It draws from the data’s distribution more exactly',
        because:
          'It leaves that distribution on purpose. With a perfect network, 1 would be exact.',
      },
      {
        text: 'It takes three times as many steps',
        because: 'The number of steps is the same. Each asks the network twice.',
      },
      {
        text: 'It exaggerates what makes the wanted class different, and loses variety',
        right: true,
        because: 'More images of the right class, smaller spread.',
      },
    ],
  },
]);
