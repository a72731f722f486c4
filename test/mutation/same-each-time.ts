import fc from "fast-check";
import { beforeEach } from "vitest";

// A property that draws anew would notice a mutant on one day and not on the next.
fc.configureGlobal({ seed: 20_241_130 });

// A test of speed would take every mutant for slow: the source under mutation asks at each step which mutant it is.
beforeEach(({ task, skip }) => {
  if (/at once|a second|milliseconds/.test(task.name)) skip();
});
