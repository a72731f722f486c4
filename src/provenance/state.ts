import type { Manifest, ManifestInput } from "./manifest.ts";
import type { Moved } from "./snapshot.ts";

/** What a report is, judged by content alone; only `old` looks at a calendar. */
export type ReportState = "current" | "stale" | "edited" | "old" | "missing" | "unpublishable";

export interface StateReason {
  readonly code: string;
  readonly message: string;
  /** The file that moved or was edited, where there is one, relative to the workspace. */
  readonly file: string | null;
  readonly line: number | null;
  /** What changed inside an input, where both editions could be looked at. */
  readonly moved?: Moved;
}

export interface Judged {
  readonly study: string;
  readonly state: ReportState;
  readonly reasons: readonly StateReason[];
}

/** What a fresh run would be made from. */
export interface Ingredients {
  readonly inputs: readonly Pick<ManifestInput, "name" | "sha256">[];
  /** Files that the workspace names and that are not there. */
  readonly absent: readonly { readonly name: string; readonly why: string }[];
  readonly protocol: string;
  /** Of the key that fingerprints are made with, where counts are protected. */
  readonly key_id?: string;
  /** Current versions of every method there is. */
  readonly methods: Readonly<Record<string, number>>;
}

export const reason = (code: string, message: string, file: string | null = null): StateReason => ({
  code,
  message,
  file,
  line: null,
});

/** Why a report made from `manifest` would come out differently today; empty when it would not. */
export const staleReasons = (manifest: Manifest, now: Ingredients): StateReason[] => [
  // Fingerprints of another key are all different, whatever the files are.
  ...(manifest.key_id === now.key_id
    ? inputReasons(manifest, now)
    : [reason("check/release-changed", "it was made with another key, or for another level of release")]),
  ...(manifest.protocol === now.protocol
    ? []
    : [
        reason(
          "check/protocol-changed",
          "the study, or what it uses of the workspace, was changed in whatworks.yaml",
          "whatworks.yaml",
        ),
      ]),
  ...Object.entries(manifest.methods).flatMap(([method, version]) => methodReason(method, version, now)),
];

const inputReasons = (manifest: Manifest, now: Ingredients): StateReason[] => {
  const then = new Map(manifest.inputs.map((input) => [input.name, input]));
  const reasons = now.inputs.flatMap((input) => {
    const before = then.get(input.name);
    then.delete(input.name);
    if (!before) return [reason("check/input-added", `${input.name} is new`, input.name)];
    return before.sha256 === input.sha256
      ? []
      : [reason("check/input-changed", `${input.name} changed`, input.name)];
  });
  for (const { name, why } of now.absent) {
    then.delete(name);
    reasons.push(reason("check/input-missing", why, name));
  }
  for (const name of then.keys())
    reasons.push(reason("check/input-removed", `${name} is gone, or no longer used`, name));
  return reasons;
};

const methodReason = (method: string, version: number, now: Ingredients): StateReason[] => {
  const current = now.methods[method];
  if (current === version) return [];
  if (current === undefined) return [reason("check/method-gone", `the method ${method} is no longer there`)];
  const what = method === "page" ? "moves the words of the page" : "moves numbers";
  return [
    reason("check/method-changed", `${method} went from version ${version} to ${current}, which ${what}`),
  ];
};
