/** What a function takes: one row for each parameter, and for each option one below the options. */
import ts from 'typescript';
import type { PublicFunction } from './api';
import { summaryOf } from './docstring';
import { isOurs, resolved } from './program';
import { annotationOf, oneLine, ownTypesIn, typeOfSymbol, typeText } from './types';

/** A row of the table of parameters. */
export interface ParameterRow {
  name: string;
  type: string;
  /** Markdown; empty when there is none. */
  default: string;
  isOptional: boolean;
  text: string;
  /** 0 for a parameter, 1 for an option, 2 for an option of an option. */
  depth: number;
}

/** Parameters of a function, and the library's types that they mention. */
export interface Parameters {
  rows: ParameterRow[];
  mentions: ts.Symbol[];
}

/** Options that every layer of TensorFlow.js has: one row tells them all. */
const LAYER_OPTIONS = 'LayerArgs';
const LONGEST_DEFAULT = 40;
const OPTION_OBJECTS = /(Options|Args|Config)$/;

/** @returns rows in the order of the parameters */
export function parametersOf(each: PublicFunction, checker: ts.TypeChecker): Parameters {
  const { declaration, symbol, doc } = each;
  const defaults = defaultsIn([declaration, ...(symbol.declarations ?? [])]);
  const rows: ParameterRow[] = [];
  const mentions: ts.Symbol[] = [];
  for (const [i, parameter] of declaration.parameters.entries()) {
    const name = ts.isIdentifier(parameter.name) ? parameter.name.text : 'options';
    const options = optionsOf(parameter, checker);
    const written = doc.params.get(name) ?? [...doc.params.values()][i] ?? '';
    const text = written.replace(/^[Ss]ee \{@link \w+\}\.?\s*/, '');
    const value = parameter.initializer ? oneLine(parameter.initializer.getText()) : '';
    const head = { name, isOptional: checker.isOptionalParameter(parameter as ts.ParameterDeclaration), depth: 0 }; // prettier-ignore
    const own = splitDefault(text);
    rows.push({
      ...head,
      type: parameter.type ? typeText(parameter.type, checker) : '',
      default: value && value !== '{}' ? `\`${value}\`` : options ? '' : own.default,
      text: options ? text : own.text,
    });
    if (options) {
      rows.push(...optionRows(options, checker, defaults, ''));
      mentions.push(...options.flatMap((option) => typesIn(option, checker)));
    } else if (parameter.type) mentions.push(...ownTypesIn(parameter.type, checker));
  }
  return { rows, mentions };
}

function typesIn(option: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
  const node = annotationOf(option);
  return node ? ownTypesIn(node, checker).filter(({ name }) => !OPTION_OBJECTS.test(name)) : [];
}

/** The properties of an object of options; nothing for data, models and functions. */
function optionsOf(
  parameter: ts.ParameterDeclaration,
  checker: ts.TypeChecker,
): ts.Symbol[] | undefined {
  const { type: node } = parameter;
  if (!node) return undefined;
  return isOptionObject(node, checker) ? propertiesOf(node, checker) : undefined;
}

function isOptionObject(node: ts.TypeNode, checker: ts.TypeChecker): boolean {
  if (ts.isTypeLiteralNode(node)) return node.members.every(ts.isPropertySignature);
  if (ts.isIntersectionTypeNode(node)) return node.types.every((each) => isOptionObject(each, checker)); // prettier-ignore
  if (!ts.isTypeReferenceNode(node)) return false;
  const name = node.typeName.getText().replace(/^.*\./, '');
  if (/^(Omit|Pick|Partial|Readonly)$/.test(name))
    return node.typeArguments?.[0] !== undefined && isOptionObject(node.typeArguments[0], checker);
  const symbol = checker.getSymbolAtLocation(node.typeName);
  return OPTION_OBJECTS.test(name) || OPTION_OBJECTS.test((symbol && resolved(symbol, checker).name) ?? ''); // prettier-ignore
}

const propertiesOf = (node: ts.TypeNode, checker: ts.TypeChecker): ts.Symbol[] =>
  checker.getPropertiesOfType(checker.getNonNullableType(checker.getTypeFromTypeNode(node)));

function optionRows(
  options: readonly ts.Symbol[],
  checker: ts.TypeChecker,
  defaults: ReadonlyMap<string, string>,
  prefix: string,
): ParameterRow[] {
  const isCommon = (option: ts.Symbol): boolean => interfaceOf(option) === LAYER_OPTIONS;
  const rows = options
    .filter((option) => !isCommon(option))
    .flatMap((option) => [
      optionRow(option, checker, defaults, prefix),
      ...(prefix === '' ? innerRows(option, checker, defaults) : []),
    ]);
  const common = options.filter(isCommon).map(({ name }) => `\`${name}\``);
  if (common.length === 0) return rows;
  const text = `As of every layer of TensorFlow.js: ${common.join(', ')}.`;
  return [...rows, { name: '…', type: '', default: '', isOptional: true, text, depth: 1 }];
}

function optionRow(
  option: ts.Symbol,
  checker: ts.TypeChecker,
  defaults: ReadonlyMap<string, string>,
  prefix: string,
): ParameterRow {
  const { text, default: said } = splitDefault(summaryOf(option) || summaryOfType(option, checker));
  const written = defaults.get(option.name);
  const isOptional = (option.flags & ts.SymbolFlags.Optional) !== 0;
  return {
    name: prefix + option.name,
    type: typeOfSymbol(option, checker),
    default: said || (written && prefix === '' ? `\`${written}\`` : ''),
    isOptional,
    text,
    depth: prefix ? 2 : 1,
  };
}

/** What its own type says, for an option that says nothing. */
function summaryOfType(option: ts.Symbol, checker: ts.TypeChecker): string {
  const node = annotationOf(option);
  const symbol = node && ts.isTypeReferenceNode(node) && checker.getSymbolAtLocation(node.typeName);
  const target = symbol ? resolved(symbol, checker) : undefined;
  return target?.declarations?.some(isOurs) ? summaryOf(target) : '';
}

/** Options inside an option, such as `earlyStopping.patience`. */
function innerRows(
  option: ts.Symbol,
  checker: ts.TypeChecker,
  defaults: ReadonlyMap<string, string>,
): ParameterRow[] {
  const node = annotationOf(option);
  if (!node || !ts.isTypeReferenceNode(node) || !isOptionObject(node, checker)) return [];
  const symbol = checker.getSymbolAtLocation(node.typeName);
  const declaration = symbol && resolved(symbol, checker).declarations?.[0];
  if (!declaration || !isOurs(declaration)) return [];
  return optionRows(propertiesOf(node, checker), checker, defaults, `${option.name}.`);
}

const interfaceOf = (option: ts.Symbol): string | undefined => {
  const parent = option.declarations?.[0]?.parent;
  return parent && ts.isInterfaceDeclaration(parent) ? parent.name.text : undefined;
};

const SENTENCE = /(?:^|(?<=[.;]\s))(?:[Dd]efaults?(?:\s+to|\s+is|:)?)\s+((?:[^.]|\.(?!\s|$))+)\.?(?=\s|$)/; // prettier-ignore

/** "Examples per step. Default 32." → what it says, and the default. */
export function splitDefault(text: string): { text: string; default: string } {
  const match = SENTENCE.exec(text);
  if (!match) return { text, default: '' };
  const rest = (text.slice(0, match.index) + text.slice(match.index + match[0].length)).trim();
  return { text: rest.replace(/;$/, '.'), default: (match[1] ?? '').trim() };
}

/** Defaults in the destructuring of options, by name. */
function defaultsIn(places: readonly ts.Node[]): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node) && node.initializer && isOfOptions(node)) {
      const name = (node.propertyName ?? node.name).getText();
      const text = oneLine(node.initializer.getText());
      if (!found.has(name) && text.length <= LONGEST_DEFAULT) found.set(name, text);
    }
    ts.forEachChild(node, visit);
  };
  places.forEach(visit);
  return found;
}

function isOfOptions({ parent: { parent } }: ts.BindingElement): boolean {
  if (ts.isParameter(parent)) return true;
  return ts.isVariableDeclaration(parent) && /^(options|args)\b/.test(parent.initializer?.getText() ?? ''); // prettier-ignore
}
