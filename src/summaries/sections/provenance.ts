import { code, heading, left, list, paragraph, right, table } from "../document.ts";
import { count } from "../numbers.ts";
import { fingerprints } from "../release.ts";
import type { Section } from "./section.ts";

/** What went in, by hash, so that anyone can see whether they hold the same files. */
export const provenanceSection: Section = {
  id: "provenance",
  build: ({ finding }) => {
    const { inputs, protocol_sha256, seed, methods, program_version, whatworks_finding_hash } =
      finding.provenance;
    return [
      heading(2, "Provenance"),
      table(
        "Inputs",
        [left("File"), right("Bytes"), right("Rows")],
        inputs.map((input) => [code(input.name), count(input.bytes), count(input.rows)]),
      ),
      ...fingerprints(inputs, finding),
      list([
        ["Protocol, SHA256: ", code(protocol_sha256)],
        ...(whatworks_finding_hash ? [["Finding, SHA256: ", code(whatworks_finding_hash)]] : []),
        ["Seed: ", code(seed)],
        ["Methods, each with the version of its numbers: ", code(versions(methods))],
        ["Program: ", code(`whatworks ${program_version}`)],
      ]),
      paragraph("Every number on this page is in ", code("finding.json"), " beside it."),
    ];
  },
};

const versions = (methods: Readonly<Record<string, number>>): string =>
  Object.entries(methods)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
