import { Command } from "commander";
import { loadWorkspace } from "../../pipeline/load-workspace.ts";
import { purge } from "../../pipeline/reports/cache.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { terminal } from "../terminal.ts";

interface Options extends CommonOptions {
  readonly project: string;
}

export const purgeCommand = withFolder(withCommon(new Command("purge")))
  .summary("empty the cache of counted cells; reports and data are not touched")
  .description(
    "Removes .whatworks: counted cells of earlier data, kept so that check can say which old values\nwere revised. Reports, data and whatworks.yaml are not touched.",
  )
  .action((options: Options) => {
    const out = terminal(options);
    const { files, bytes } = purge(loadWorkspace(options.project).folder);
    if (out.json) out.document({ schema: "whatworks/purge/1", ok: true, files, bytes });
    else if (!out.quiet)
      out.result(
        files === 0
          ? "Nothing was kept.\n"
          : `Removed ${files} file${files === 1 ? "" : "s"}, ${Math.ceil(bytes / 1024).toLocaleString("en-GB")} KiB.\n`,
      );
  });
