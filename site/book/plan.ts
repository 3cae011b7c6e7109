/** What the book is made of; scripts/site/book.mjs hands it over. */

/** A page of the site. */
export interface SourcePage {
  /** Short and unique; begins every id of the page in the book: `c03`. */
  key: string;
  /** Path in the site, without `.html`. */
  name: string;
  html: string;
}

export interface Part {
  title: string;
  pages: SourcePage[];
}

export interface Plan {
  title: string;
  subtitle: string;
  /** Lines at the foot of the title page. */
  imprint: string[];
  parts: Part[];
  /** Path from the book's file to the site's folder, with a slash at its end. */
  site: string;
}

/** An element with a class and with content. */
export function element(
  name: string,
  className: string,
  ...content: (Node | string)[]
): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}
