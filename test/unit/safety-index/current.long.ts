// The same as current.test.ts, with the slower ones.
import "./current.test.ts";
