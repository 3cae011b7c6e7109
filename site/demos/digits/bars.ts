/** Bars for the probabilities of the ten digits. */
import { element } from '../page';

/** The likeliest digit. */
export function best(probabilities: Float32Array): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

/** Ten bars, one for each digit; `show` without probabilities empties them. */
export function createBars(name: string) {
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const bar = element('span', { class: 'demo-bar' });
    const value = element('span', { class: 'demo-value' });
    const item = element(
      'li',
      { 'data-digit': digit },
      element('span', { class: 'demo-digit' }, String(digit)),
      element('span', { class: 'demo-track' }, bar),
      value,
    );
    return { item, bar, value };
  });
  const list = element('ol', { class: 'demo-bars' }, ...rows.map(({ item }) => item));
  const box = element(
    'div',
    { class: 'demo-network', 'data-network': name },
    element('h3', {}, name),
    list,
  );
  const show = (probabilities: Float32Array | undefined): void => {
    const winner = probabilities && best(probabilities);
    rows.forEach(({ item, bar, value }, digit) => {
      const probability = probabilities?.[digit] ?? 0;
      item.dataset['value'] = String(probability);
      item.classList.toggle('is-best', digit === winner);
      bar.style.width = `${100 * probability}%`;
      value.textContent = probabilities ? `${(100 * probability).toFixed(1)} %` : '';
    });
  };
  return { element: box, show };
}
