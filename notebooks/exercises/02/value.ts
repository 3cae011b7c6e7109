/** The chapter's `Value`, as far as an operation deals with it. */
export class Value {
  gradient = 0;
  constructor(
    public data: number,
    readonly parents: Value[] = [],
    readonly passBack: (gradient: number) => void = () => undefined,
  ) {}
}
