import type { Finding, PublishableFinding } from "../model/finding.ts";

/** The only way to a page: a finding that has passed disclosure control. */
export const publish = (finding: Finding): PublishableFinding => finding as PublishableFinding;
