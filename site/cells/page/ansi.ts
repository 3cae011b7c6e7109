/** Text with the terminal's colors, as errors come with them, into elements. */

const STYLES: Record<string, string> = {
  '1': 'ansi-bold',
  '2': 'ansi-dim',
  '31': 'ansi-red',
  '32': 'ansi-green',
  '36': 'ansi-cyan',
};
/** Codes that end what others have begun. */
const ENDS: Record<string, RegExp> = { '0': /./, '22': /bold|dim/, '39': /red|green|cyan/ };

/** @returns a fragment with one element for each run of one style */
export function styled(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let styles: string[] = [];
  for (const [, codes, plain = ''] of text.matchAll(/(?:\x1b\[([\d;]*)m)?([^\x1b]*)/g)) {
    for (const code of codes?.split(';') ?? []) styles = next(styles, code);
    if (plain === '') continue;
    if (styles.length === 0) fragment.append(plain);
    else {
      const span = document.createElement('span');
      span.className = styles.join(' ');
      span.textContent = plain;
      fragment.append(span);
    }
  }
  return fragment;
}

function next(styles: string[], code: string): string[] {
  const end = ENDS[code];
  if (end) return styles.filter((style) => !end.test(style));
  const style = STYLES[code];
  return style === undefined || styles.includes(style) ? styles : [...styles, style];
}
