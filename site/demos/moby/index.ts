/** Writes prose with the GPT of chapter 05. */
import { defineDemo } from '../page';
import { mountText } from '../text/text';

defineDemo('moby', (place, context) =>
  mountText(place, context, {
    model: 'moby-gpt',
    beginning: 'The whale ',
    placeholder: 'beginning',
    texts: 1,
    characters: 400,
    className: 'demo-prose',
    written: '400 characters written.',
  }),
);
