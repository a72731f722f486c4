import type { IngestAdapter } from "../model/source.ts";
import { policeUkStreetAdapter } from "./police-uk-street.ts";

/** Every kind of file that can be read; the more particular a format, the earlier it is asked. */
export const adapters: readonly IngestAdapter[] = [policeUkStreetAdapter];
