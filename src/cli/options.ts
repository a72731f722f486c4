import { type Command, Option } from "commander";
import { releases } from "../model/release.ts";

/** Options that every command takes; `--json` on every one of them is a promise of the contract. */
export const withCommon = (command: Command): Command =>
  command
    .option("--json", "print exactly one JSON document on stdout, on failure too")
    .option("-q, --quiet", "say nothing but the result and errors")
    .option("-v, --verbose", "say more about what is being done");

export const withFolder = (command: Command): Command =>
  command.option("-C, --project <folder>", "the workspace: a folder with whatworks.yaml", ".");

export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `--release LEVEL` stands in for the `release` of a workspace file. */
export const withRelease = (command: Command): Command =>
  command.addOption(
    new Option(
      "--release <level>",
      "who may see what is made: public, protected (counts rounded at random) or internal",
    ).choices([...releases]),
  );
