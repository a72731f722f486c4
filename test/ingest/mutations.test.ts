import { it } from "vitest";
import { mutationsHold } from "./mutations.ts";
import { cleanUp } from "./scratch.ts";

cleanUp();
it("takes any damage to a good file without a crash or a lost row", () => mutationsHold(300));
