/** Search fields: what answers them is loaded when a reader opens the dialog, types, or comes with a query. */
import { addressOf, loadScript } from './load-script';

let loaded: Promise<void> | undefined;

/** The index is a script of its own, which must be there before the search begins. */
const load = (): Promise<void> =>
  (loaded ??= loadScript('search/index.js').then(() => loadScript('search.js')));

/** Makes the field of the dialog and that of the search page answer. */
export function offerSearch(): void {
  const dialog = document.querySelector<HTMLElement>('#pst-search-dialog');
  if (dialog) offer(dialog, dialog);
  const page = document.querySelector<HTMLElement>('[data-search="page"]');
  if (page) offer(page, page, keepInAddress);
}

function offer(around: HTMLElement, owner: HTMLElement, answered?: (query: string) => void): void {
  const input = around.querySelector<HTMLInputElement>('input[type="search"]');
  if (!input) return;
  const place = document.createElement('div');
  place.className = 'search-results';
  owner.append(place);
  if (answered) {
    input.value = new URLSearchParams(location.search).get('q') ?? '';
    input.closest('form')?.addEventListener('submit', (event) => event.preventDefault());
  }
  let started = false;
  const start = (): void => {
    if (started) return;
    started = true;
    place.textContent = 'Loading the index …';
    load().then(
      () => {
        place.textContent = '';
        window.dltsSearch?.(input, place, { top: addressOf('../'), ...(answered ? { answered } : {}) }); // prettier-ignore
      },
      (error: unknown) => (place.textContent = `The search could not start: ${String(error)}`),
    );
  };
  input.addEventListener(answered ? 'input' : 'focus', start);
  if (input.value) start();
  if (answered) input.focus();
}

/** A reader who comes back finds the query again. */
function keepInAddress(query: string): void {
  const address = new URL(location.href);
  if (query) address.searchParams.set('q', query);
  else address.searchParams.delete('q');
  history.replaceState(history.state, '', address);
}
