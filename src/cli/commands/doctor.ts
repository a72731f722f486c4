import { Command } from "commander";
import { examine, type Symptom } from "../../pipeline/doctor.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { wrapped } from "../states.ts";
import { type Terminal, terminal } from "../terminal.ts";

interface Options extends CommonOptions {
  readonly project: string;
}

const day = 86_400_000;

export const doctorCommand = withFolder(withCommon(new Command("doctor")))
  .summary("machine and workspace health, with a fix for every line")
  .description("Looks at the machine, the workspace, its data, its reports and what runs it. Writes nothing.")
  .action(async (options: Options) => {
    const out = terminal(options);
    const symptoms = await examine(options.project, Math.floor(Date.now() / day));
    const ok = symptoms.every(({ status }) => status !== "fault");
    process.exitCode = ok ? 0 : 1;
    if (out.json) out.document({ schema: "whatworks/doctor/1", ok, symptoms });
    else print(symptoms, out);
  });

const words = { ok: "OK", advice: "ADVICE", fault: "FAULT" } as const;

const print = (symptoms: readonly Symptom[], out: Terminal): void => {
  const paint = { ok: out.colour.green, advice: out.colour.yellow, fault: out.colour.red };
  const shown = out.quiet ? symptoms.filter(({ status }) => status === "fault") : symptoms;
  for (const { area, status, what, fix } of shown) {
    out.result(`${paint[status](words[status].padEnd(7))} ${area.padEnd(10)} ${wrapped(what, 19)}\n`);
    if (status !== "ok" || out.verbose) out.result(`${" ".repeat(19)}fix: ${wrapped(fix, 24)}\n`);
  }
};
