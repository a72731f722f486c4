// The same as count-coverage.test.ts, with the slower ones.
import "./count-coverage.test.ts";
