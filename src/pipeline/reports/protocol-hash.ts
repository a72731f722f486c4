import type { Protocol } from "../../model/protocol.ts";
import { hashOf } from "../../provenance/hash.ts";
import { indexSource } from "../../unit/safety-index/names.ts";
import { type ReportRelease, releaseShown } from "../release/levels.ts";
import { indexHash } from "../safety-index/section.ts";
import type { Workspace } from "../workspace.ts";

/**
 * The study as written, and what it uses of the workspace: nothing else of the file makes its report stale. How old
 * the data may be is a rule for whoever checks the report; it moves nothing in it.
 */
export const protocolHash = (
  protocol: Protocol,
  { config }: Pick<Workspace, "config">,
  release: ReportRelease,
): string => {
  const { freshness: _checked, ...asked } = protocol;
  const sources = [
    protocol.outcome.source,
    ...(protocol.secondary ?? []).flatMap((one) => (typeof one === "string" ? [] : [one.source])),
  ];
  return hashOf({
    protocol: asked,
    sources: Object.fromEntries(
      [...new Set(sources)].map((name) => [
        name,
        config.sources[name] ?? (name === indexSource ? indexHash({ config }, release) : undefined),
      ]),
    ),
    invented: config.invented ?? false,
    interventions: config.interventions,
    units: config.units,
    breaks: config.breaks,
    release: releaseShown(release),
  });
};
