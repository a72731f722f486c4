// The same as kills.test.ts, at many random moments, and with two runs at once.
import "./kills.test.ts";
