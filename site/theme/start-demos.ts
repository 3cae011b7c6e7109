/** A button on each demo's picture: what a demo needs is loaded only when somebody wants it. */
import { addressOf, loadScript } from './load-script';

declare global {
  interface Window {
    dltsDemos?: Record<string, (place: HTMLElement) => Promise<void>>;
  }
}

/** Puts the buttons there; small demos start by themselves once somebody sees them. */
export function offerDemos(): void {
  for (const demo of document.querySelectorAll<HTMLElement>('[data-demo]')) {
    if (demo.dataset['starts'] !== undefined) {
      startInView(demo);
      continue;
    }
    const start = document.createElement('button');
    start.type = 'button';
    start.className = 'demo-button is-main demo-offer';
    start.textContent = `Start the demo (${demo.dataset['size']})`;
    start.addEventListener('click', ({ detail }) => {
      // A finger must not open a phone's keyboard.
      void offered(demo, start, detail === 0 && document.activeElement === start);
    });
    demo.prepend(start);
    demo.querySelector('.demo-still')?.addEventListener('click', () => start.click());
  }
}

/** Its picture stays when it cannot start. */
function startInView(demo: HTMLElement): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    startDemo(demo, false).catch((error: unknown) => console.error(error));
  });
  observer.observe(demo);
}

async function offered(
  demo: HTMLElement,
  start: HTMLButtonElement,
  byKeyboard: boolean,
): Promise<void> {
  start.disabled = true;
  start.textContent = 'Loading …';
  try {
    await startDemo(demo, byKeyboard);
  } catch (error) {
    console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    start.textContent = `The demo could not start: ${reason}`;
  }
}

async function startDemo(demo: HTMLElement, focus: boolean): Promise<void> {
  const { demo: name = '', scripts = '' } = demo.dataset;
  for (const script of scripts.split(' ')) {
    const file = `demos/${script}`;
    if (!document.querySelector(`script[src="${addressOf(file)}"]`)) await loadScript(file);
  }
  const place = document.createElement('div');
  place.className = 'demo-place';
  await window.dltsDemos?.[name]?.(place);
  demo.replaceChildren(place);
  demo.dataset['state'] = 'live';
  if (focus) place.querySelector<HTMLElement>('canvas[tabindex], button, input, select')?.focus();
}
