import type { Command, Option } from "commander";
import type { CommandEntry } from "./command-entry.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface Word {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** Words that the first argument is one of. */
  readonly choices: readonly string[];
}

/** The command tree with every option of every command: the scripts say nothing that the commands do not. */
const tree = async (commands: readonly CommandEntry[]): Promise<Word[]> =>
  Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const command: Command = await load();
      const children = command.commands.map((child) => child.name());
      return {
        name,
        summary,
        options: [...command.options, ...command.commands.flatMap((child) => child.options)].filter(
          (option, k, all) => all.findIndex(({ long }) => long === option.long) === k && !option.hidden,
        ),
        choices: [...children, ...(command.registeredArguments[0]?.argChoices ?? [])],
      };
    }),
  );

export const completionScript = async (shell: Shell, commands: readonly CommandEntry[]): Promise<string> => {
  const words = await tree(commands);
  return { bash, zsh, fish }[shell](words);
};

const flags = ({ options }: Word): string[] =>
  options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));

const withChoices = ({ options }: Word): Option[] => options.filter(({ argChoices }) => argChoices);

const bash = (words: readonly Word[]): string => {
  const values = words.flatMap((word) =>
    withChoices(word).map(
      ({ long, argChoices }) =>
        `    ${word.name}:${long}) COMPREPLY=($(compgen -W "${argChoices!.join(" ")}" -- "$word")); return ;;`,
    ),
  );
  return `# bash completion for whatworks
_whatworks() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words.map(({ name }) => name).join(" ")} help --help --version" -- "$word"))
    return
  fi
  case "$command:$before" in
${values.join("\n")}
  esac
  local options= first=
  case "$command" in
${words.map((word) => `    ${word.name}) options="${flags(word).join(" ")} --help"; first="${word.choices.join(" ")}" ;;`).join("\n")}
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$first" ]; then COMPREPLY=($(compgen -W "$first" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _whatworks whatworks
`;
};

/** Text between single quotes of a shell, in a place where zsh takes brackets and colons as its own. */
const quoted = (text: string): string => text.replace(/'/g, "'\\''").replace(/[[\]:]/g, "\\$&");

const zshOption = ({ short, long, description, argChoices, required, optional }: Option): string => {
  const value = required || optional ? `:value:${argChoices ? `(${argChoices.join(" ")})` : "_files"}` : "";
  const names = short ? `'(${short} ${long})'{${short},${long}}` : `${long}`;
  return `${names}'[${quoted(description)}]${value}'`;
};

const zsh = (words: readonly Word[]): string => `#compdef whatworks
_whatworks() {
  local -a commands
  commands=(
${words.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`).join("\n")}
    'help:show help for a command'
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${words
  .map(
    (word) =>
      `    ${word.name}) _arguments ${[...word.options.map(zshOption), word.choices.length > 0 ? `'1:what:(${word.choices.join(" ")})'` : "'*:file:_files'"].join(" ")} ;;`,
  )
  .join("\n")}
  esac
}
_whatworks "$@"
`;

const fishQuoted = (text: string): string => `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;

const fishOption = (command: string, { short, long, description, argChoices, required }: Option): string =>
  [
    `complete -c whatworks -n '__fish_seen_subcommand_from ${command}'`,
    ...(short ? [`-s ${short.slice(1)}`] : []),
    ...(long ? [`-l ${long.slice(2)}`] : []),
    `-d ${fishQuoted(description)}`,
    ...(argChoices ? [`-x -a ${fishQuoted(argChoices.join(" "))}`] : required ? ["-r"] : []),
  ].join(" ");

const fish = (words: readonly Word[]): string =>
  `${[
    "# fish completion for whatworks",
    ...words.map(
      ({ name, summary }) =>
        `complete -c whatworks -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
    ),
    ...words.flatMap(({ name, options, choices }) => [
      ...options.map((option) => fishOption(name, option)),
      ...(choices.length > 0
        ? [
            `complete -c whatworks -n '__fish_seen_subcommand_from ${name}' -f -a ${fishQuoted(choices.join(" "))}`,
          ]
        : []),
    ]),
  ].join("\n")}\n`;
