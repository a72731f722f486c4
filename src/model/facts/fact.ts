/** One fact of a family: its kind, and what a fact of that kind holds. A family is an interface from kind to facts. */
export type Fact<Family, Kind extends keyof Family = keyof Family> = {
  readonly [K in Kind]: { readonly kind: K; readonly facts: Family[K] };
}[Kind];

/** Facts of a kind that says everything by itself. */
export type Nothing = Readonly<Record<string, never>>;

export const nothing: Nothing = {};
