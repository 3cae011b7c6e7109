/** Attention explorer: type a word, see what the pronunciation model says and what it looks at. */
import { itemAt } from '../../../src/host/item-at';
import { button, defineDemo, element, field, select } from '../page';
import { meanOfHeads, phonetic } from './sounds';
import { createSpeaker, type Spoken } from './speaker';

const FIRST = 'thought';
const EXAMPLES = [FIRST, 'photograph', 'knight', 'queue', 'character', 'chocolate', 'gnocchi'];

defineDemo('attention', async (place, { runtime, model }) => {
  const speaker = await createSpeaker(runtime, model('pronunciation'));
  let spoken: Spoken = await speaker.speak(FIRST);
  let [layer, head] = [spoken.attention.length - 1, -1];

  const input = element('input', {
    type: 'text',
    value: FIRST,
    maxlength: speaker.maxLetters,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  const verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  const table = element('div', {
    class: 'demo-attention',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Attention table',
  });
  const detail = element('p', { class: 'demo-numbers' });

  const layers = select(
    Object.fromEntries(spoken.attention.map((_, i) => [i, `block ${i + 1}`])),
    (value) => {
      layer = Number(value);
      paint();
    },
  );
  layers.value = String(layer);
  const heads = select(
    {
      '-1': 'mean of all',
      ...Object.fromEntries(itemAt(spoken.attention, 0).map((_, i) => [i, `head ${i + 1}`])),
    },
    (value) => {
      head = Number(value);
      paint();
    },
  );
  heads.value = '-1';

  const paint = (): void => {
    const block = itemAt(spoken.attention, layer);
    const weights = head < 0 ? meanOfHeads(block) : itemAt(block, head);
    table.replaceChildren(attentionTable(spoken, weights, (words) => (detail.textContent = words)));
    detail.textContent = 'Choose a sound on the left to read its numbers.';
  };
  let latest = 0;
  const say = async (text: string): Promise<void> => {
    const word = text
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .slice(0, speaker.maxLetters);
    const mine = ++latest;
    if (word === '') {
      verdict.textContent = 'Type a word of letters from a to z.';
      return;
    }
    const answer = await speaker.speak(word);
    if (mine !== latest) return; // the reader has typed on meanwhile
    spoken = answer;
    verdict.textContent = `${word}: ${spoken.sounds.join(' ')}  ${phonetic(spoken.sounds)}`;
    Object.assign(place.dataset, { word, sounds: spoken.sounds.join(' ') });
    paint();
  };
  input.addEventListener('input', () => void say(input.value));
  const examples = EXAMPLES.map((word) =>
    button(word, () => {
      input.value = word;
      void say(word);
    }),
  );

  place.append(
    element(
      'div',
      { class: 'demo-controls' },
      field('Word', input),
      field('Decoder block', layers),
      field('Head', heads),
    ),
    element(
      'div',
      { class: 'demo-row', role: 'group', 'aria-label': 'Example words' },
      ...examples,
    ),
    verdict,
    table,
    detail,
  );
  await say(FIRST);
});

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** One row for each sound and for the stop, one column for each letter; the shade is the attention. */
function attentionTable(
  { word, sounds, probabilities }: Spoken,
  weights: number[][],
  explain: (words: string) => void,
): HTMLTableElement {
  const letters = [...word];
  const head = element('tr', {}, element('th', { scope: 'col' }, 'sound'));
  head.append(...letters.map((letter) => element('th', { scope: 'col' }, letter)));
  head.append(element('th', { scope: 'col', class: 'demo-sure' }, 'sure'));
  const table = element(
    'table',
    {},
    element('caption', {}, `Attention to “${word}”`),
    element('thead', {}, head),
  );
  const body = element('tbody');
  weights.forEach((row, step) => {
    const sound = sounds[step] ?? 'stop';
    const words =
      `${sound}: ` + letters.map((letter, i) => `${letter} ${percent(itemAt(row, i))}`).join(', ');
    const name = button(sound, () => explain(words), { class: 'demo-sound', title: words });
    const line = element('tr', {}, element('th', { scope: 'row' }, name));
    row.forEach((weight) => {
      const shade = element(
        'td',
        { class: 'demo-shade' },
        element('span', { class: 'demo-hidden' }, percent(weight)),
      );
      shade.style.setProperty('--weight', weight.toFixed(4));
      line.append(shade);
    });
    const sure = probabilities[step];
    line.append(element('td', { class: 'demo-sure' }, sure === undefined ? '' : percent(sure)));
    body.append(line);
  });
  table.append(body);
  return table;
}
