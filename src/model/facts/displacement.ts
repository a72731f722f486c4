import type { Displacement } from "../finding-context.ts";

/** What an interval of a measure says; a quotient has none and is read by its size. */
export type DisplacementReading =
  | "fewer-next-door"
  | "more-next-door"
  | "fewer-in-all"
  | "more-in-all"
  | "uncertain"
  | "spread-beyond-inside"
  | "some-spread"
  | "some-moved"
  | "all-moved";

export type DisplacementMeasure =
  | "difference-net"
  | "difference-next-door"
  | "quotient"
  | "model-next-door"
  | "model-net";

/** Where crime went, or the benefit: measures with their readings, and the two that the sentence is about. */
export type DisplacementFacts = Pick<Displacement, "verdict"> & {
  readonly buffer: NonNullable<Displacement["buffer"]>;
  readonly measures: readonly {
    /** As it stands in an address: the name of its method. */
    readonly id: string;
    readonly kind: DisplacementMeasure;
    readonly estimate: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly reading: DisplacementReading;
  }[];
  readonly nextDoor: "fewer-next-door" | "more-next-door" | "uncertain" | undefined;
};
