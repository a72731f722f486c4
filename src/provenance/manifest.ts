import { hashOf } from "./hash.ts";

/** An input as it was when a report was made. */
export interface ManifestInput {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
}

/**
 * What a report was made from and what was made: kept beside it, compared by `check`. One rule: same inputs, same
 * protocol, same method versions = same bytes. The version of the program is not part of it.
 */
export interface Manifest {
  readonly schema: "whatworks/manifest/1";
  readonly study: string;
  readonly inputs: readonly ManifestInput[];
  /** Hash of the study as written in the workspace, and of what it uses of the workspace. */
  readonly protocol: string;
  /** Version of the numbers of every method that was run, and of the page. */
  readonly methods: Readonly<Record<string, number>>;
  /** Hash of the three above. */
  readonly key: string;
  /** Last period of the outcome data, and how old the protocol lets it be. */
  readonly data_to: string;
  readonly freshness: string | null;
  /** Every file written, but this one: a page by its generated parts, anything else by its bytes. */
  readonly outputs: readonly { readonly path: string; readonly sha256: string }[];
}

export const manifestKey = (manifest: Pick<Manifest, "inputs" | "protocol" | "methods">): string =>
  hashOf({
    inputs: manifest.inputs.map(({ name, sha256 }) => ({ name, sha256 })),
    protocol: manifest.protocol,
    methods: manifest.methods,
  });
