import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, it } from "vitest";
import { parseColumns } from "../../src/ingest/validation/columns-spec.ts";
import { validateTable } from "../../src/ingest/validation/validate-table.ts";
import { plainDialect } from "../../src/model/source.ts";

function* tenMillion(): Generator<string> {
  yield "ward,month,arm,burglary\n";
  for (let u = 0; u < 100_000; u++) {
    let text = "";
    for (let m = 0; m < 100; m++)
      text += `E${u},${2010 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")},${u % 2 ? "treated" : "comparison"},${(u * m) % 97}\n`;
    yield text;
  }
  yield "E100000,2024-01,treated,nil\n";
}

it("finds the one bad row at the end of ten million, in bounded memory", async () => {
  const folder = mkdtempSync(join(tmpdir(), "whatworks-size-"));
  try {
    const path = join(folder, "large.csv");
    await pipeline(Readable.from(tenMillion()), createWriteStream(path));
    const before = process.memoryUsage().rss;
    const spec = parseColumns("ward:text,month:month,arm:category(treated|comparison),burglary:count");
    const found = await validateTable({ path, name: "large.csv" }, plainDialect, spec);
    expect([found.rows, found.used]).toEqual([10_000_001, 10_000_000]);
    const errors = found.diagnostics.filter((one) => one.severity === "error");
    expect(errors.map(({ code, line }) => [code, line])).toEqual([["data/count", 10_000_002]]);
    expect(process.memoryUsage().rss - before).toBeLessThan(768e6);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
