import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import type { Need } from "../../src/model/check.ts";
import { unmetNeed } from "../../src/sensitivity/needs.ts";
import { checkDetail, checkSentence } from "../../src/summaries/words/checks.ts";
import { plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";

const study = studyOf(did, plain(simulated({})));
const says = (needs: readonly Need[], asked = study): string | undefined => {
  const facts = unmetNeed({ needs }, asked);
  const check = { id: "x", title: "X", status: "not-run", kind: "refused" } as const;
  return facts && checkDetail({ ...check, facts, sentence: checkSentence({ ...check, facts }) });
};

it("finds nothing missing where a study has what a check needs", () =>
  expect(
    says([
      { kind: "comparison" },
      { kind: "treated" },
      { kind: "clusters", least: 2 },
      { kind: "periods-before", least: 1 },
    ]),
  ).toBeUndefined());

it.each([
  [{ kind: "clusters", least: 1000 }, "fewer than 1000 units or clusters"],
  [
    { kind: "treated-clusters", least: 900 },
    "fewer than 900 treated units or clusters, too few for a clustered test",
  ],
  [{ kind: "periods-before", least: 700 }, "fewer than 700 periods lie before the first start"],
  [{ kind: "placebo-outcomes" }, "no placebo outcome was named"],
] satisfies [Need, string][])("says of %j what is missing", (need, words) =>
  expect(says([need])).toBe(words),
);

it("tells of the first that is missing, whatever else is", () =>
  expect(says([{ kind: "placebo-outcomes" }, { kind: "clusters", least: 1000 }])).toBe(
    "no placebo outcome was named",
  ));

it("says of a study without a comparison group that it has none", () =>
  expect(
    says([{ kind: "comparison" }], { ...study, design: { ...study.design, kind: "before-after" } }),
  ).toBe("there is no comparison group"));
