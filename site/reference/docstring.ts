/** Docstrings in their parts. */
import ts from 'typescript';

/** Parts of a docstring. */
export interface Docstring {
  summary: string;
  /** By the name of the parameter. */
  params: Map<string, string>;
  returns: string | undefined;
  throws: string | undefined;
  /** Papers and pages that the code follows. */
  see: string[];
  examples: string[];
}

/** The docstring of the first of several places that has one. */
export function docstringAt(places: readonly ts.Node[]): Docstring {
  const blocks = places.map((place) => ts.getJSDocCommentsAndTags(place).filter(ts.isJSDoc));
  const block = blocks.find((each) => each.length > 0)?.at(-1);
  const tags = block?.tags ?? [];
  const textsOf = (...names: string[]): string[] =>
    tags.filter(({ tagName }) => names.includes(tagName.text)).map((tag) => commentText(tag.comment)); // prettier-ignore
  return {
    summary: commentText(block?.comment),
    params: new Map(
      [...tags].filter(ts.isJSDocParameterTag).map(({ name, comment }) => [name.getText(), commentText(comment)]), // prettier-ignore
    ),
    returns: textsOf('returns', 'return')[0],
    throws: textsOf('throws')[0],
    see: tags.filter(ts.isJSDocSeeTag).map(wholeText),
    examples: textsOf('example').map(withoutFence),
  };
}

/** The text of a declaration's own docstring. */
export const summaryOf = (symbol: ts.Symbol): string =>
  docstringAt(symbol.declarations ?? []).summary;

const commentText = (comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string =>
  ts.getTextOfJSDocComment(comment)?.trim() ?? '';

/** TypeScript takes the first word of `@see` for a name, and leaves it out of the comment. */
const wholeText = (tag: ts.JSDocTag): string =>
  tag
    .getText()
    .replace(/^@\w+\s*/, '')
    .replace(/\s*\n[ \t]*\*?[ \t]*/g, ' ')
    .trim();

const withoutFence = (text: string): string => text.replace(/^```\w*\n|\n?```$/g, '');
