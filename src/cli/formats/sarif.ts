import { version } from "../version.ts";
import { type CiReport, ciPath, type Notice, ranked } from "./report.ts";

/** A path as an address: a number sign or a question mark in a name would end it early. */
const addressOf = (path: string): string => encodeURI(ciPath(path)).replace(/[#?]/g, encodeURIComponent);

const result = ({ level, code, message, path, line }: Notice): unknown => ({
  ruleId: code,
  level,
  message: { text: message },
  ...(path === null
    ? {}
    : {
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: addressOf(path) },
              // Code scanning wants a line for every result; a whole file is shown at its first.
              region: { startLine: line ?? 1 },
            },
          },
        ],
      }),
});

/** SARIF 2.1.0: every notice a result, every code a rule. */
export const sarif = (report: CiReport): unknown => {
  const notices = ranked(report);
  const rules = [...new Set(notices.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "whatworks",
            version: version(),
            rules: rules.map((id) => ({ id, help: { text: `whatworks explain ${id}` } })),
          },
        },
        columnKind: "unicodeCodePoints",
        results: notices.map(result),
      },
    ],
  };
};
