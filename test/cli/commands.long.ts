// The same as commands.test.ts, with the slower ones.
import "./commands.test.ts";
