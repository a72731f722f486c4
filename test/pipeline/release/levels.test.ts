import { describe, expect, it } from "vitest";
import { strictest } from "../../../src/model/release.ts";
import { sourceLevel } from "../../../src/pipeline/release/levels.ts";

const own = { format: "long", invented: false } as const;
const open = { format: "police-uk-street", invented: false } as const;

describe("the level of a source", () => {
  it("is internal unless it is published or invented, or somebody says otherwise", () => {
    expect(sourceLevel(own, []).level).toBe("internal");
    expect(sourceLevel(open, [])).toMatchObject({
      level: "public",
      reason: expect.stringContaining("open data"),
    });
    expect(sourceLevel({ ...own, invented: true }, [{}]).level).toBe("public");
    expect(sourceLevel(own, [{ public: "in the press" }])).toEqual({
      level: "public",
      reason: "in the press",
    });
    expect(sourceLevel(own, [{ release: "public" }]).level).toBe("public");
  });

  it("is the strictest that workspace, source and study say", () => {
    expect(sourceLevel(own, [{ release: "public" }, { release: "protected" }]).level).toBe("protected");
    expect(sourceLevel(open, [{ public: "why" }, {}, { release: "internal" }]).level).toBe("internal");
    expect(sourceLevel(open, [{ release: "protected" }]).level).toBe("protected");
    expect(strictest(["public", "internal", "protected"])).toBe("internal");
  });
});
