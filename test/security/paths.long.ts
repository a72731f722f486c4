// The same as paths.test.ts, with the slower ones.
import "./paths.test.ts";
