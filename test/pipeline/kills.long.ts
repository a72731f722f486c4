// The same as kills.test.ts, at 500 random moments.
import "./kills.test.ts";
