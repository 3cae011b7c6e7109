/** Invents first names with the LSTM of chapter 04. */
import { defineDemo } from '../page';
import { mountText } from '../text/text';

defineDemo('names', (place, context) =>
  mountText(place, context, {
    model: 'names-lstm',
    beginning: '',
    placeholder: 'first letters',
    texts: 12,
    characters: 15,
    className: 'demo-name',
    written: '12 names written.',
  }),
);
