import { exitCodes, type WhatworksError } from "../../model/errors.ts";
import { stableJson } from "../../model/json.ts";
import type { Workspace } from "../workspace.ts";
import { forget, keep, kept } from "./cache.ts";

/** Why the last run of a study made no report, and what it would have been made from. */
interface Refusal {
  readonly made_from: string;
  readonly code: string;
  readonly found: string;
  readonly file: string | null;
  /** A privacy or disclosure gate stopped it. */
  readonly unpublishable: boolean;
}

const place = (study: string): string[] => ["refused", `${study}.json`];

export const keepRefusal = (
  workspace: Workspace,
  study: string,
  madeFrom: string,
  error: Pick<WhatworksError, "code" | "exit" | "fault">,
): void => {
  const refusal: Refusal = {
    made_from: madeFrom,
    code: error.code,
    found: error.fault.found,
    file: error.fault.file ?? null,
    unpublishable: error.exit === exitCodes.privacy,
  };
  keep(workspace.folder, place(study), stableJson(refusal));
};

export const forgetRefusal = (workspace: Workspace, study: string): void =>
  forget(workspace.folder, place(study));

/** The refusal that still holds: nothing that the study rests on has changed since. */
export const readRefusal = (workspace: Workspace, study: string, madeFrom: string): Refusal | undefined => {
  const content = kept(workspace.folder, place(study));
  if (!content) return undefined;
  try {
    const refusal = JSON.parse(content.toString()) as Refusal;
    return refusal.made_from === madeFrom ? refusal : undefined;
  } catch {
    return undefined;
  }
};
