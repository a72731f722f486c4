import { it } from "vitest";
import { mutationsHold } from "./mutations.ts";
import { cleanUp } from "./scratch.ts";

cleanUp();
it("takes 100,000 damaged files without a crash or a lost row", () => mutationsHold(100_000));
