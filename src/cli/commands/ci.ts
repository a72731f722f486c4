import { Argument, Command } from "commander";
import { type CommonOptions, withCommon } from "../options.ts";
import { type Host, hosts, recipes } from "../recipes.ts";
import { terminal } from "../terminal.ts";

export const ciCommand = withCommon(new Command("ci"))
  .summary("a ready recipe for GitHub, GitLab or cron")
  .description(
    "Prints a recipe that checks a workspace on every change and on a schedule.\n\n" +
      "  whatworks ci github > .github/workflows/whatworks.yml",
  )
  .addArgument(new Argument("<host>", "where it runs").choices([...hosts]))
  .action((host: Host, options: CommonOptions) => {
    const out = terminal(options);
    if (out.json) out.document({ schema: "whatworks/ci/1", host, recipe: recipes[host] });
    else out.result(recipes[host]);
  });
