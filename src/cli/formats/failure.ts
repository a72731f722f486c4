import { resolve } from "node:path";
import type { WhatworksError } from "../../model/errors.ts";
import type { Terminal } from "../terminal.ts";
import { type CiFormat, type Notice, printForCi } from "./index.ts";

/** A command that could not do its work says so in the format that was asked for, with file and line. */
export const failureForCi = (error: WhatworksError, format: CiFormat, out: Terminal): void => {
  const notices = error.faults.map(
    ({ code, found, expected, hint, file, line }): Notice => ({
      level: "error",
      code,
      message: `${found}; expected ${expected}${hint ? `; try: ${hint}` : ""}`,
      path: file === undefined ? null : resolve(file),
      line: line ?? null,
    }),
  );
  const cases = [{ name: error.code, state: "REFUSED", notices }];
  printForCi({ command: "could not go on", title: error.code, cases }, format, out);
};
