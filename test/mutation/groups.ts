/** A part of the source that is mutated as one, and the tests that have to notice. */
export interface Group {
  readonly name: string;
  readonly title: string;
  readonly sources: readonly string[];
  /** Tests that run the sources in their own process; those that start the built program cannot see a mutant. */
  readonly tests: readonly string[];
  /** Of these, what is too slow to run thousands of times. */
  readonly except?: readonly string[];
  /** For the page: what the part is, and what its survivors turned out to be. */
  readonly notes: readonly string[];
}

export const groups: readonly Group[] = [
  {
    name: "writers",
    title: "Writers",
    sources: ["src/model/escape.ts", "src/summaries/{markdown,svg}.ts", "src/panel/{csv,csv-block}.ts"],
    tests: [
      "test/model/**/*.test.ts",
      "test/panel/*.test.ts",
      "test/security/{escaped,sinks}*.test.ts",
      "test/summaries/**/*.test.ts",
    ],
    except: ["test/summaries/summary.test.ts"],
    notes: [
      [
        "What turns text and counts into Markdown, SVG and CSV. The survivors of `escape.ts` clean what is clean by then.",
        "Most of the two CSV files choose between a fast and a slow way to the same bytes, or ask for more room than a",
        "line needs: a test of bytes cannot tell them from the source.",
      ].join("\n"),
    ],
  },
  {
    name: "ingest",
    title: "Ingest",
    // A sample of what reads bytes, cells and typed files; all of the three folders are 3,700 faults.
    sources: ["src/ingest/gate/encoding.ts", "src/ingest/cells/dates.ts", "src/ingest/typed/register.ts"],
    tests: ["test/ingest/{cells,typed}/**/*.test.ts", "test/ingest/gate/{bytes,encoding,head}*.test.ts"],
    notes: ["A sample by name: what reads encodings, dates and registers."],
  },
];
