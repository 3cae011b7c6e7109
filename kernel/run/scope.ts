/**
 * The variables that cells share.
 *
 * A compiled cell reaches an earlier cell's variable `x` as `exports.x`, as tslab's do. Here `exports.x` is an
 * accessor on the variable itself, wherever it lives: reassigning it in a later cell is seen by every
 * closure over it, as it would be in one file.
 */

/** How to read a variable, and how to set it unless it is constant. */
export type Access = [get: () => unknown, set?: (value: unknown) => void];

/** What one cell defines, step by step, while it runs. */
export class CellRecord {
  /** The value of the trailing expression. */
  last: unknown = undefined;
  private readonly committed = new Map<string, PropertyDescriptor | undefined>();

  constructor(
    private readonly scope: object,
    private readonly access: Record<string, Access>,
  ) {}

  /** Makes a variable visible; called when it has received its first value. */
  commit(name: string): void {
    const access = this.access[name];
    if (access) this.define(name, { get: access[0], set: access[1] });
  }

  /** Makes a name visible, such as an imported one. */
  define(name: string, { get, set, value }: PropertyDescriptor): void {
    if (!this.committed.has(name))
      this.committed.set(name, Object.getOwnPropertyDescriptor(this.scope, name));
    const reader = get ?? (() => value as unknown);
    Object.defineProperty(this.scope, name, {
      get: reader,
      set,
      enumerable: true,
      configurable: true,
    });
  }

  /** Makes all the rest visible, at the end of a cell that ran through. */
  commitAll(): void {
    for (const name of Object.keys(this.access)) if (!this.committed.has(name)) this.commit(name);
  }

  /** The names that have their values, when the cell stopped half-way. */
  reached(): string[] {
    for (const [name, [get]] of Object.entries(this.access))
      if (!this.committed.has(name) && hasValue(get)) this.commit(name);
    return [...this.committed.keys()];
  }

  /** Takes names back, in favor of what earlier cells had under them. */
  revert(names: Iterable<string>): void {
    for (const name of names) {
      const before = this.committed.get(name);
      if (before) Object.defineProperty(this.scope, name, before);
      else Reflect.deleteProperty(this.scope, name);
    }
  }
}

function hasValue(get: () => unknown): boolean {
  try {
    return get() !== undefined;
  } catch {
    return false; // not initialized yet
  }
}
