/** What may follow at a place in a cell: names with their real kinds, functions before constants. */
import { nameAt } from './inspection';
import { PREFIX, type CellProgram, type Project } from './project';
import { ts } from './typescript';

export interface Completion {
  /** The part of the cell that a name replaces. */
  start: number;
  end: number;
  entries: { name: string; kind: string }[];
}

interface Candidate {
  name: string;
  kind: string;
  /** Compared one after another; smaller comes first. */
  order: [match: number, sort: string, rank: number];
}

/** The names that fit at `offset` of the cell, the likeliest first. */
export function complete(project: Project, loaded: CellProgram, offset: number): Completion {
  const name = nameAt(loaded.cell, offset + PREFIX.length);
  const typed = name?.text ?? '';
  const start = name ? name.getStart(loaded.cell) - PREFIX.length : offset;
  const isMember = loaded.cell.text.charAt(start + PREFIX.length - 1) === '.';
  const info = project.completions(offset);
  const candidates = (info?.entries ?? []).flatMap((entry): Candidate[] => {
    const match = closeness(entry.name, typed);
    if (match === undefined) return [];
    const kind = realKind(entry, loaded.program.getTypeChecker(), loaded.cell);
    return [
      { name: entry.name, kind, order: [match, entry.sortText, rank(entry.name, kind, isMember)] },
    ];
  });
  candidates.sort(compare);
  return {
    start,
    end: name ? name.end - PREFIX.length : offset,
    entries: candidates.map(({ name: text, kind }) => ({ name: text, kind })),
  };
}

/** How well a name fits what is typed: 0 begins with it, 1 but for its case, 2 has it inside. */
function closeness(name: string, typed: string): number | undefined {
  if (name.startsWith(typed)) return 0;
  const [lower, wanted] = [name.toLowerCase(), typed.toLowerCase()];
  if (lower.startsWith(wanted)) return 1;
  return lower.includes(wanted) ? 2 : undefined;
}

function compare(a: Candidate, b: Candidate): number {
  return (
    a.order[0] - b.order[0] ||
    a.order[1].localeCompare(b.order[1]) ||
    a.order[2] - b.order[2] ||
    a.name.localeCompare(b.name)
  );
}

/** The kind of a name: of what it stands for, if it is only another name, and `function` for all that can be called. */
function realKind(entry: ts.CompletionEntry, checker: ts.TypeChecker, place: ts.Node): string {
  const { kind, symbol } = entry;
  const { ScriptElementKind: kinds } = ts;
  if (!symbol || ![kinds.alias, kinds.constElement].includes(kind)) return kind;
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  const { flags } = target;
  if (flags & ts.SymbolFlags.Class) return kinds.classElement;
  if (flags & ts.SymbolFlags.Function) return kinds.functionElement;
  if (flags & ts.SymbolFlags.Variable) {
    const type = checker.getTypeOfSymbolAtLocation(target, place);
    return type.getCallSignatures().length > 0 ? kinds.functionElement : kinds.constElement;
  }
  if (flags & ts.SymbolFlags.Enum) return kinds.enumElement;
  if (flags & ts.SymbolFlags.Module) return kinds.moduleElement;
  if (flags & ts.SymbolFlags.Interface) return kinds.interfaceElement;
  return flags & ts.SymbolFlags.TypeAlias ? kinds.typeElement : kind;
}

/** 0 functions, members and variables; 1 what holds others; 2 constants named like TensorFlow's operations. */
function rank(name: string, kind: string, isMember: boolean): number {
  const { ScriptElementKind: kinds } = ts;
  if (kind === kinds.constElement && isMember) return /^[_A-Z]/.test(name) ? 2 : 1;
  const later: string[] = [
    kinds.classElement,
    kinds.enumElement,
    kinds.interfaceElement,
    kinds.moduleElement,
    kinds.typeElement,
  ];
  return later.includes(kind) ? 1 : 0;
}
