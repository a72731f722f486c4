import { it } from "vitest";
import { many } from "../helpers/long.ts";
import { mutationsHold } from "./mutations.ts";
import { cleanUp } from "./scratch.ts";

cleanUp();
it("takes thousands of damaged files without a crash or a lost row", () => mutationsHold(many(0, 10_000)));
