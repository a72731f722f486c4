// The same as readme.test.ts, with the slower ones.
import "./readme.test.ts";
