import { hashOf, sha256 } from "../../provenance/hash.ts";
import { splitPage } from "../../summaries/parts.ts";

/** What a file counts as: a page by its generated parts, so that commentary between them is free; else its text. */
export const outputHash = (path: string, content: string | Buffer): string => {
  if (!path.endsWith(".md")) {
    // Git may have changed the line ends of a text file on its way to another machine.
    return sha256(content.includes("\r") ? content.toString().replace(/\r\n/g, "\n") : content);
  }
  return hashOf(
    splitPage(content.toString()).flatMap((segment) =>
      segment.kind === "part" ? [[segment.id, segment.edited ? "edited" : segment.hash]] : [],
    ),
  );
};
