// The same as crashes.test.ts, at every file operation.
import "./crashes.test.ts";
