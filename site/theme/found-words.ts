/** Marks the words that a search found, on the page that it led to. The page itself stays as it is. */
import { patternOf } from '../search/excerpt';

/** Marks the words in the address, `?words=learning rate`, and takes them out of it. */
export function markFoundWords(): void {
  const address = new URL(location.href);
  const words = (address.searchParams.get('words') ?? '').split(' ').filter(Boolean);
  if (words.length === 0) return;
  address.searchParams.delete('words');
  history.replaceState(history.state, '', address);
  const article = document.querySelector('article');
  if (!article || !('highlights' in CSS)) return;
  CSS.highlights.set('found-words', new Highlight(...rangesIn(article, patternOf(words))));
}

function rangesIn(root: Node, pattern: RegExp): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    for (const match of text.matchAll(pattern)) {
      const range = new Range();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      ranges.push(range);
    }
  }
  return ranges;
}
