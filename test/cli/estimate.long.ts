// The same as estimate.test.ts, with the slower ones.
import "./estimate.test.ts";
