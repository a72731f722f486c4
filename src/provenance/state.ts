import type { Manifest, ManifestInput } from "./manifest.ts";

/** What a report is, judged by content alone. */
export type ReportState = "current" | "stale" | "edited" | "old" | "missing" | "unpublishable";

export interface StateReason {
  readonly code: string;
  readonly message: string;
  /** The file that moved or was edited, where there is one. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface Judged {
  readonly study: string;
  readonly state: ReportState;
  readonly reasons: readonly StateReason[];
}

/** What a fresh run would be made from. */
export interface Ingredients {
  readonly inputs: readonly Pick<ManifestInput, "name" | "sha256" | "bytes">[];
  readonly protocol: string;
  /** Current versions of every method there is. */
  readonly methods: Readonly<Record<string, number>>;
}

/** Why a report made from `manifest` would come out differently today; empty when it would not. */
export const staleReasons = (manifest: Manifest, now: Ingredients): StateReason[] => {
  const reasons: StateReason[] = [];
  const add = (code: string, message: string, file: string | null = null): void => {
    reasons.push({ code, message, file, line: null });
  };
  const then = new Map(manifest.inputs.map((input) => [input.name, input]));
  for (const input of now.inputs) {
    const before = then.get(input.name);
    then.delete(input.name);
    if (!before) add("check/input-added", `${input.name} is new`, input.name);
    else if (before.sha256 !== input.sha256) add("check/input-changed", `${input.name} changed`, input.name);
  }
  for (const name of then.keys()) add("check/input-removed", `${name} is no longer used`, name);
  if (manifest.protocol !== now.protocol)
    add(
      "check/protocol-changed",
      "the study, or what it uses of the workspace, was changed in whatworks.yaml",
      "whatworks.yaml",
    );
  for (const [method, version] of Object.entries(manifest.methods)) {
    const current = now.methods[method];
    if (current === undefined) add("check/method-gone", `the method ${method} is no longer there`);
    else if (current !== version)
      add(
        "check/method-changed",
        `${method} went from version ${version} to ${current}, which moves numbers or the page`,
      );
  }
  return reasons;
};
