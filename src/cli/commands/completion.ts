import { Argument, Command } from "commander";
import type { CommandEntry } from "../command-entry.ts";
import { completionScript, type Shell, shells } from "../completion.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { terminal } from "../terminal.ts";

/** Completion of these commands, this one among them. */
export const completionCommand = (commands: readonly CommandEntry[]): Command =>
  withCommon(new Command("completion"))
    .summary("shell completion for bash, zsh or fish")
    .description(
      "Prints a completion script made from the commands themselves.\n\n" +
        "  bash   whatworks completion bash > ~/.local/share/bash-completion/completions/whatworks\n" +
        "  zsh    whatworks completion zsh > ~/.zfunc/_whatworks     (with ~/.zfunc in fpath)\n" +
        "  fish   whatworks completion fish > ~/.config/fish/completions/whatworks.fish",
    )
    .addArgument(new Argument("<shell>", "which shell").choices([...shells]))
    .action(async (shell: Shell, options: CommonOptions) => {
      const out = terminal(options);
      const script = await completionScript(shell, commands);
      if (out.json) out.document({ schema: "whatworks/completion/1", shell, script });
      else out.result(script);
    });
