import type { OptionSpec } from "../../model/estimate.ts";

/** Roles of units are set by whoever builds the design; the options are declared here so that help lists them. */
export const bufferOption: OptionSpec = {
  flag: "--buffer-units",
  key: "bufferUnits",
  takes: "list",
  help: "units around the treated ones, where crime may have moved",
};
export const bufferComparisonOption: OptionSpec = {
  flag: "--buffer-comparison-units",
  key: "bufferComparisonUnits",
  takes: "list",
  help: "units around the comparison ones",
};
