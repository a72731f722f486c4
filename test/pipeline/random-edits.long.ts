// The same as random-edits.test.ts, with hundreds of edits.
import "./random-edits.test.ts";
