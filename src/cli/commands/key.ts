import { Command } from "commander";
import { newKey } from "../../pipeline/release/new-key.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { terminal } from "../terminal.ts";

const usual = "~/.whatworks-key";

const newCommand = withCommon(new Command("new"))
  .summary("write a fresh key of 256 bits, readable by its owner alone")
  .argument("[file]", "where it is written; never over another file, never inside a repository", usual)
  .action((file: string, options: CommonOptions) => {
    const out = terminal(options);
    const { path, key_id } = newKey(file);
    if (out.json) {
      out.document({ schema: "whatworks/key/1", file: path.replaceAll("\\", "/"), key_id });
      return;
    }
    out.result(
      `Written: ${path} (key ${key_id})\n\n` +
        `Name it in whatworks.yaml:  key: ${file}\n` +
        "or put it into the environment:  " +
        `export WHATWORKS_KEY="$(cat ${file})"\n\n` +
        "Whoever holds it can work out true counts. Keep a copy: without it no protected report can be made again.\n",
    );
  });

export const keyCommand = new Command("key")
  .summary("the secret with which counts of protected reports are rounded")
  .description(
    "Counts of protected reports are rounded at random, by a secret that is never in the repository.",
  )
  .addCommand(newCommand);
