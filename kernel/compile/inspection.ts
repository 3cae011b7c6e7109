/** What is known about a name: signature and documentation, as plain text and as Markdown. */
import { parse, ts, walk } from './typescript';

export interface Description {
  text: string;
  markdown: string;
}

export function describe(info: ts.QuickInfo): Description {
  const signature = join(info.displayParts);
  const documentation = join(info.documentation);
  const tags = (info.tags ?? []).map((tag) => ({ name: tag.name, text: join(tag.text) }));
  const plainTags = tags.map(({ name, text }) => `@${name} ${text}`.trimEnd());
  const richTags = tags.map(({ name, text }) => `*@${name}* ${text}`.trimEnd());
  return {
    text: [signature, documentation, plainTags.join('\n')].filter(Boolean).join('\n\n'),
    markdown: ['```typescript\n' + signature + '\n```', documentation, richTags.join('  \n')]
      .filter(Boolean)
      .join('\n\n'),
  };
}

function join(parts: ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map((part) => part.text).join('');
}

/** The end of the function's name in the innermost call whose arguments surround `offset`. */
export function findCallee(source: string, offset: number): number | undefined {
  let place: number | undefined;
  walk(parse(source), (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const name = node.expression;
    if (name.end <= offset && offset <= node.end) place = name.end - 1;
  });
  return place;
}

/** The identifier that touches `offset`. */
export function nameAt(file: ts.SourceFile, offset: number): ts.Identifier | undefined {
  let name: ts.Identifier | undefined;
  walk(file, (node) => {
    if (ts.isIdentifier(node) && node.getStart(file) <= offset && offset <= node.end) name = node;
  });
  return name;
}

/** The documentation of what a name can be called as. */
export function signatureDocs(name: ts.Identifier, checker: ts.TypeChecker): Partial<ts.QuickInfo> {
  const [signature] = checker.getTypeAtLocation(name).getCallSignatures();
  if (!signature) return {};
  return {
    documentation: signature.getDocumentationComment(checker),
    tags: signature.getJsDocTags(),
  };
}
