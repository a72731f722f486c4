import { hashOf } from "./hash.ts";

/** An input as it was when a report was made. */
export interface ManifestInput {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number | null;
  readonly rows: number | null;
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
  /** Last period of the outcome data, which `freshness` is counted from. */
  readonly data_to: string;
  /** Every file written, but this one: a page by its generated parts, anything else by its text. */
  readonly outputs: readonly { readonly path: string; readonly sha256: string }[];
  /** Of a protected report: fingerprints of inputs are keyed with it. */
  readonly key_id?: string;
  /** Hash of everything above, so that a manifest changed by hand is seen. */
  readonly key: string;
}

export const sealManifest = (open: Omit<Manifest, "schema" | "key">): Manifest => {
  const manifest = { schema: "whatworks/manifest/1" as const, ...open };
  return { ...manifest, key: hashOf(manifest) };
};

export const isSealed = ({ key, ...rest }: Manifest): boolean => hashOf(rest) === key;
