/** The buttons of cells and of the bar. */

/** @param name what it does, for those who do not see where it stands; begins with its text where it can */
export function button(text: string, name: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'cell-button';
  made.textContent = text;
  made.title = name;
  made.setAttribute('aria-label', name);
  made.addEventListener('click', onClick);
  return made;
}
