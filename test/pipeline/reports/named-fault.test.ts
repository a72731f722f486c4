import { describe, expect, it } from "vitest";
import { namingFile, withPath } from "../../../src/pipeline/reports/named-fault.ts";

const full = (path?: string): NodeJS.ErrnoException =>
  Object.assign(new Error("no space left"), { code: "ENOSPC", ...(path ? { path } : {}) });
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
};

describe("a fault of the disk", () => {
  it("names the file that was being written, unless the system named one", () => {
    const found = thrownBy(() =>
      namingFile("reports/a.md", () => {
        throw full();
      }),
    );
    expect(found).toMatchObject({ code: "ENOSPC", path: "reports/a.md" });
    expect(withPath(full("b.md"), "a.md")).toMatchObject({ path: "b.md" });
  });
  it("is left as it is where it is none of the system, and the work is done where there is none", () => {
    const other = new Error("else");
    expect(withPath(other, "a.md")).toBe(other);
    expect(other).not.toHaveProperty("path");
    expect(withPath("a word", "a.md")).toBe("a word");
    expect(namingFile("a.md", () => 3)).toBe(3);
  });
});
