/** How figures lie below their cells. */
const STYLE = `
.dlts-Figure { position: relative; width: 100%; overflow: auto hidden; color: var(--jp-content-font-color1); }
.dlts-Figure > * { position: absolute; top: 0; left: 0; width: 100%; height: 100%; }
.dlts-Figure > img { object-fit: contain; object-position: left top; max-width: 720px; border-radius: 4px; }
[data-jp-theme-light='false'] .dlts-Figure > img { filter: invert(0.93) hue-rotate(180deg); }
.dlts-Figure > div { min-width: 240px; opacity: 0; }
.dlts-Figure.is-live > div { opacity: 1; }
.dlts-Figure.is-live > img { visibility: hidden; }
@media print {
  .dlts-Figure.is-live > img { visibility: visible; }
  .dlts-Figure.is-live > img + div { display: none; }
}`;

export function addStyle(): void {
  document.head.append(Object.assign(document.createElement('style'), { textContent: STYLE }));
}
