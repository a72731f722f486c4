import type { CodePage } from "./page.ts";

/** What `whatworks check` says of a report that is not current. */
export const pages: readonly CodePage[] = [
  {
    code: "check/input-changed",
    severity: "error",
    title: "A file that the report was made from changed",
    meaning: "Its SHA-256 is not the one in the report's manifest. Times and names of folders play no part.",
    why: "The report shows numbers of data that are no longer there.",
    fix: "Look at what was revised, then: whatworks run.",
  },
  {
    code: "check/input-added",
    severity: "error",
    title: "A new file belongs to the study's data",
    meaning: "A pattern in whatworks.yaml now finds a file that the report never saw.",
    why: "The report leaves out data that a run today would use.",
    fix: "whatworks run; or narrow the pattern under sources.",
  },
  {
    code: "check/input-removed",
    severity: "error",
    title: "A file that the report was made from is gone",
    meaning: "The manifest lists an input that the workspace no longer names or holds.",
    why: "The report rests on data that nobody can look at any more.",
    fix: "Put the file back, or run again without it: whatworks run.",
  },
  {
    code: "check/input-missing",
    severity: "error",
    title: "A file that the workspace names is not there",
    meaning: "whatworks.yaml points at a file or pattern that leads to nothing.",
    why: "A run would be refused, and the report cannot be made again.",
    fix: "Put the file back, or mend the path in whatworks.yaml.",
  },
  {
    code: "check/protocol-changed",
    severity: "error",
    title: "The study was changed",
    meaning:
      "The study as written, or what it uses of the workspace (its sources, register, units, breaks), has another hash. The order of keys and white space do not count.",
    why: "The report answers a question that is no longer the one asked.",
    fix: "whatworks run; whatworks compare git:HEAD now shows what moves.",
  },
  {
    code: "check/method-changed",
    severity: "error",
    title: "A method has a new version",
    meaning:
      "The numbers of a method, or the words of the page, changed with the program. The version of the program itself is never a reason.",
    why: "A run today gives other numbers from the same data.",
    fix: "whatworks run, then whatworks compare to see what moves.",
  },
  {
    code: "check/method-gone",
    severity: "error",
    title: "A method is no longer there",
    meaning: "The report was made with a method that this program does not have.",
    why: "The report cannot be made again with this program.",
    fix: "whatworks run uses a method of today; or go back to the earlier program.",
  },
  {
    code: "check/edited",
    severity: "error",
    title: "A generated part was changed by hand",
    meaning:
      "What stands between the comment marks of a generated part, or in a generated file, is not what was written there.",
    why: "Numbers or words that no data support could be read as results.",
    fix: "Move your words between the parts, where they survive every run. whatworks run --force writes the part again.",
  },
  {
    code: "check/output-missing",
    severity: "error",
    title: "A file of the report is gone",
    meaning: "The manifest lists a figure, table or page that is not in the folder.",
    why: "The page shows a gap, or the numbers behind it are lost.",
    fix: "whatworks run.",
  },
  {
    code: "check/missing",
    severity: "error",
    title: "There is no report yet",
    meaning: "The workspace asks a question that no report answers.",
    why: "A question that was asked and not answered must not be forgotten.",
    fix: "whatworks run.",
  },
  {
    code: "check/index-stale",
    severity: "error",
    title: "The index does not list the reports that are there",
    meaning:
      "README.md was made from other editions of the findings, another title or another version of the page.",
    why: "A reader of the index sees results that the reports no longer give.",
    fix: "whatworks run.",
  },
  {
    code: "check/no-study",
    severity: "error",
    title: "A report without a study",
    meaning: "The folder holds a report, and the workspace has no study of that name.",
    why: "Nothing keeps it true, and nobody is told when it goes stale.",
    fix: "Remove the folder, or bring the study back.",
  },
  {
    code: "check/old",
    severity: "warning",
    title: "The data are older than the study allows",
    meaning:
      "The last period of the outcome data ended longer ago than freshness says. This is the one judgement that looks at a calendar.",
    why: "The report is right about data that may no longer describe today.",
    fix: "Fetch newer data, or change freshness in whatworks.yaml.",
  },
  {
    code: "check/refused",
    severity: "error",
    title: "The last run refused the study",
    meaning: "Nothing that the study rests on has changed since a run was refused.",
    why: "Without mending the cause, the next run is refused too.",
    fix: "whatworks run shows the refusal in full.",
  },
];
