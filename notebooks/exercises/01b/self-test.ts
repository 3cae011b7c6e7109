/** Self-test of chapter 01b. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question: 'Ten folds give 3.41 mpg, SD 0.72, SE 0.23. What does the SD say?',
    options: [
      {
        text: 'How far the mean of the folds would move with other cars',
        because: 'The SE estimates that: SD divided by √10.',
      },
      {
        text: 'How far the score of one fold lies from the mean',
        right: true,
        because: 'So one split alone would have told you anything from about 2.7 to 4.1.',
      },
      {
        text: 'How far off a single prediction typically is',
        because: 'The RMSE itself says that, 3.41 mpg.',
      },
      {
        text: 'How much worse the model is on new cars than on its own',
        because: 'For that you would also need the score on the cars that it was fitted to.',
      },
    ],
  },
  {
    question: 'What does a larger λ do to a model with an L2 penalty?',
    options: [
      {
        text: 'It raises the complexity, because the loss has one more term',
        because:
          'This has been printed, and it is wrong: the effective number of parameters falls.',
      },
      {
        text: 'It lowers the error on the training data, up to a best λ',
        because:
          'The fit without a penalty is the best possible on the training data. No penalty can improve that.',
      },
      {
        text: 'It sets the weights of useless features to exactly zero',
        because: 'L1 does that. L2 divides, so a weight becomes small and never zero.',
      },
      {
        text: 'It lowers the effective number of parameters',
        right: true,
        because:
          'Smaller weights, a larger training error, and up to the best λ a smaller error on new data.',
      },
    ],
  },
  {
    question:
      'You standardize the features and cross-validate. On which cars is the scaler fitted?',
    options: [
      {
        text: 'In each fold on the cars that the fold fits to',
        right: true,
        because: 'Whatever learns from data belongs inside the fold.',
      },
      {
        text: 'Once on all cars, so that all folds share their units',
        because:
          'Then the cars that are to be new have already had a say. With few cars, or a step that looks at the target, that flatters the score.',
      },
      {
        text: 'In each fold on the cars that the fold validates on',
        because: 'Then one car would get other features in other company.',
      },
    ],
  },
  {
    question:
      'Two models have an MAE of 1.85 and 2.35 on the same 78 cars. Their 95 % intervals overlap. What can you say?',
    options: [
      {
        text: 'They are equally good, because the intervals overlap',
        because:
          'Overlap does not show that. Both met the same hard cars, and that common luck widens both intervals.',
      },
      {
        text: 'The first is better, because 1.85 is less than 2.35',
        because: 'On these cars, yes. Whether other cars would say the same is the question.',
      },
      {
        text: 'Nothing yet: look at the differences car by car',
        right: true,
        because:
          'The luck that both share cancels in the differences. That is a paired comparison.',
      },
    ],
  },
  {
    question:
      'Two columns say nearly the same, and both matter. You raise λ of an L1 penalty. What do you expect of their weights?',
    options: [
      {
        text: 'They shrink side by side and stay about equal',
        because:
          'L2 does that: its penalty is smallest when the two share the work. L1 pays the same for any share.',
      },
      {
        text: 'One of them becomes zero long before the other',
        right: true,
        because:
          'L1 pays for the sum of the sizes, so the column that is slightly better takes over. Which one it is may change with a few other cars.',
      },
      {
        text: 'Both are exactly zero as soon as λ is above zero',
        because: 'A weight stays until λ outweighs what it brings.',
      },
      {
        text: 'They grow apart, one positive and one negative',
        because: 'That happens without a penalty, and a penalty makes it expensive.',
      },
    ],
  },
]);
