import type { IngestAdapter } from "../model/source.ts";
import { incidentsAdapter } from "./incidents.ts";
import { londonBoroughAdapter } from "./london-borough.ts";
import { longAdapter } from "./long.ts";
import { policeUkStreetAdapter } from "./police-uk-street.ts";
import { wideAdapter } from "./wide.ts";

/** Every kind of file that can be read; the more particular a format, the earlier it is asked. */
export const adapters: readonly IngestAdapter[] = [
  policeUkStreetAdapter,
  londonBoroughAdapter,
  longAdapter,
  wideAdapter,
  incidentsAdapter,
];
