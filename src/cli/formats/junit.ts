import { xmlAttribute, xmlText } from "../../model/escape.ts";
import { type Case, type CiReport, ciPath, type Notice, passed } from "./report.ts";

const place = ({ path, line }: Notice): string =>
  path === null ? "" : `${ciPath(path)}${line === null ? "" : `:${line}`}: `;

const failure = ({ state, notices }: Case): string[] => {
  const wrong = notices.filter(({ level }) => level === "error");
  return wrong.length === 0
    ? []
    : [
        `      <failure type="${xmlAttribute(wrong[0]!.code)}" message="${xmlAttribute(`${state}: ${wrong[0]!.message}`)}">`,
        ...wrong.map((one) => xmlText(`${place(one)}${one.message} [${one.code}]`)),
        "      </failure>",
      ];
};

const testcase = (command: string, one: Case): string[] => {
  const said = one.notices.filter(({ level }) => level !== "error");
  const file = one.notices.find(({ path }) => path !== null)?.path;
  const attributes = `classname="whatworks.${xmlAttribute(command)}" name="${xmlAttribute(one.name)}"${file ? ` file="${xmlAttribute(ciPath(file))}"` : ""}`;
  if (one.notices.length === 0) return [`    <testcase ${attributes}/>`];
  return [
    `    <testcase ${attributes}>`,
    ...failure(one),
    ...(said.length === 0
      ? []
      : [
          "      <system-out>",
          ...said.map((n) => xmlText(`${n.level}: ${place(n)}${n.message} [${n.code}]`)),
          "      </system-out>",
        ]),
    "    </testcase>",
  ];
};

/** JUnit XML as GitLab, Jenkins and others read it: one test case a report or file, no times. */
export const junit = (report: CiReport): string => {
  const failures = report.cases.filter((one) => !passed(one)).length;
  const counts = `tests="${report.cases.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="whatworks" ${counts}>`,
    `  <testsuite name="${xmlAttribute(`whatworks ${report.command}: ${report.title}`)}" ${counts}>`,
    ...report.cases.flatMap((one) => testcase(report.command, one)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
};
