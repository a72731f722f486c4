// The same as random-edits.test.ts, with thousands of edits.
import "./random-edits.test.ts";
