// The same as check.test.ts, with the slower ones.
import "./check.test.ts";
