import { oneLine } from "../model/escape.ts";
import type { Noise } from "../model/finding.ts";
import { internalWords, type Protection, type Release } from "../model/release.ts";
import { type Block, code, codeBlock, paragraph, strong } from "./document.ts";
import { fixed } from "./numbers.ts";
import { colours, label, written } from "./svg.ts";

/** What a document says of who may see it. */
export interface Released {
  readonly release: Release;
  readonly release_reason?: string;
  readonly protection?: Protection & { readonly noise?: Noise };
}

/** Above everything else on a page that must not leave the house. */
export const internalBanner = ({ release }: Pick<Released, "release">): Block[] =>
  release === "internal"
    ? [paragraph(strong(`${internalWords}.`), " Every number is exact, however few people it is about.")]
    : [];

/** Who may see the page, and what was done for that. */
export const releaseSentence = ({ release, release_reason: reason, protection }: Released): string => {
  if (release === "internal") return `Release: internal, not for publication. Every number is exact.`;
  if (!protection) return `Release: public. Every number is exact${reason ? `: ${reason}` : ""}.`;
  const { base, key_id, noise } = protection;
  return [
    `Release: protected. Before anything was computed, every count of a unit, period and outcome was rounded to a multiple of ${base}, at random and without bias, by a secret key (${key_id}); zeros stay.`,
    `A true count differs from a printed one by at most ${base - 1}, and totals add up rounded counts.`,
    ...(noise ? [noiseSentence(noise)] : []),
  ].join(" ");
};

const noiseSentence = ({ std_error, added }: Noise): string =>
  `Rounding alone gives the estimate a standard error of ${fixed(std_error, 4)}${
    added === null ? "" : ` and makes its standard error ${fixed(100 * added, 1)}% larger`
  }.`;

/** A figure that says on its face that it is internal. */
export const stamped = (svg: string, { release }: Pick<Released, "release">): string => {
  const end = svg.lastIndexOf("</svg>");
  if (release !== "internal" || end < 0) return svg;
  const words = label(710, 16, internalWords, { anchor: "end", bold: true, fill: colours.ink });
  return `${svg.slice(0, end)}${written(words)}\n${svg.slice(end)}`;
};

/** Hashes of inputs: for everyone to compare, or only for whoever holds the key. */
export const fingerprints = (
  inputs: readonly { readonly name: string; readonly sha256: string }[],
  { protection }: Pick<Released, "protection">,
): Block[] => [
  protection
    ? paragraph(
        "A fingerprint of each, keyed (HMAC-SHA256), which only the holder of the key can check; sizes are not given, because they would tell of counts:",
      )
    : paragraph("SHA256 of each, as ", code("sha256sum --check"), " reads it:"),
  codeBlock(inputs.map((input) => `${input.sha256}  ${oneLine(input.name)}`).join("\n")),
];
