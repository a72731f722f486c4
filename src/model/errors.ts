import { plainText } from "./text.ts";

/** What went wrong, where, what was expected and what to type next. Every message the program gives has this shape. */
export interface Fault {
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
  /** The lines around the fault with a caret under it, printed as they stand. */
  readonly frame?: string;
  /** A key path in a YAML file, e.g. `studies.ulez.outcome.name`. */
  readonly key?: string;
}

/** Words that may quote a file: whatever prints them, they hold no control character and nothing hidden. */
const visible = <T extends Fault>(fault: T): T => ({
  ...fault,
  found: plainText(fault.found),
  expected: plainText(fault.expected),
  ...(fault.hint === undefined ? {} : { hint: plainText(fault.hint) }),
});

/** Exit codes of the contract (section 1). */
export const exitCodes = {
  done: 0,
  no: 1,
  usage: 2,
  data: 3,
  privacy: 4,
  environment: 5,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The common root: a stable code that `whatworks explain` knows, an exit code, and the fault in words. */
export class WhatworksError extends Error {
  readonly code: string;
  readonly exit: ExitCode;
  readonly fault: Fault;
  /** Every fault of the input when there are several; the first is `fault`. */
  readonly faults: readonly (Fault & { code: string })[];

  constructor(
    code: string,
    exit: ExitCode,
    fault: Fault,
    options: { cause?: unknown; faults?: readonly (Fault & { code: string })[] } = {},
  ) {
    super(
      plainText(`${fault.found}; expected ${fault.expected}`),
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = new.target.name;
    this.code = code;
    this.exit = exit;
    this.fault = visible(fault);
    this.faults = (options.faults ?? [{ code, ...fault }]).map(visible);
  }
}

type Options = ConstructorParameters<typeof WhatworksError>[3];

/** Asked wrongly: an unknown command, flag, configuration key, study or column. */
export class UsageError extends WhatworksError {
  constructor(code: string, fault: Fault, options?: Options) {
    super(code, exitCodes.usage, fault, options);
  }
}

/** The data are refused: malformed, ambiguous, missing, keys broken. */
export class InputError extends WhatworksError {
  constructor(code: string, fault: Fault, options?: Options) {
    super(code, exitCodes.data, fault, options);
  }
}

/** A question that these data cannot answer. */
export class DesignError extends WhatworksError {
  constructor(code: string, fault: Fault, options?: Options) {
    super(code, exitCodes.data, fault, options);
  }
}

/** A privacy or disclosure gate stopped an output. */
export class PrivacyError extends WhatworksError {
  constructor(code: string, fault: Fault, options?: Options) {
    super(code, exitCodes.privacy, fault, options);
  }
}

/** Permission, disk, lock, unreachable database. */
export class EnvironmentError extends WhatworksError {
  constructor(code: string, fault: Fault, options?: Options) {
    super(code, exitCodes.environment, fault, options);
  }
}
