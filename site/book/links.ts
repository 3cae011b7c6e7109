/** Ids and links of many pages in one document. */
import type { SourcePage } from './plan';

/** Where a path in the site leads, seen from a page. @param from name of the page */
const resolved = (href: string, from: string): URL => new URL(href, `https://site.invalid/${from}`);

const NAMING = ['aria-labelledby', 'aria-describedby', 'for'];

/** Ids begin with the page's key: each page has its `#exercises`. */
export function ownIds(page: ParentNode, key: string): void {
  for (const each of page.querySelectorAll('[id]')) each.id = `${key}--${each.id}`;
  for (const name of NAMING)
    for (const each of page.querySelectorAll(`[${name}]`)) {
      const ids = (each.getAttribute(name) ?? '').split(' ').map((id) => `${key}--${id}`);
      each.setAttribute(name, ids.join(' '));
    }
}

/** Links to pages of the book lead to places in it; those to other pages of the site become their text. */
export function ownLinks(page: ParentNode, name: string, keys: Map<string, string>): void {
  for (const link of page.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (/^(https?|mailto):/.test(href)) continue;
    const { pathname, hash } = resolved(href, name);
    const target = href.startsWith('#') ? name : pathname.slice(1).replace(/\.html$/, '');
    const key = keys.get(target);
    if (key === undefined) link.replaceWith(...link.childNodes);
    else
      link.setAttribute('href', hash ? `#${key}--${decodeURIComponent(hash.slice(1))}` : `#${key}`);
  }
}

/** Pictures from the site's folder, all of them at once. */
export function ownPictures(page: ParentNode, name: string, site: string): void {
  for (const image of page.querySelectorAll('img')) {
    image.removeAttribute('loading');
    const src = image.getAttribute('src') ?? '';
    if (!/^(data|https?):/.test(src))
      image.setAttribute('src', site + resolved(src, name).pathname.slice(1));
  }
}

/** The keys of all pages by their names. */
export function keysOf(pages: readonly SourcePage[]): Map<string, string> {
  return new Map(pages.map(({ name, key }) => [name, key]));
}
