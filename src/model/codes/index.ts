import { pages as check } from "./check.ts";
import { pages as config } from "./config.ts";
import { pages as counts } from "./counts.ts";
import { pages as csv } from "./csv.ts";
import { pages as data } from "./data.ts";
import { pages as designs } from "./designs.ts";
import { pages as did } from "./did.ts";
import { pages as environment } from "./environment.ts";
import { pages as estimatePanel } from "./estimate-panel.ts";
import { pages as groupTime } from "./group-time.ts";
import { pages as guards } from "./guards.ts";
import { pages as inference } from "./inference.ts";
import { pages as ingest } from "./ingest.ts";
import { pages as its } from "./its.ts";
import { pages as meta } from "./meta.ts";
import type { CodePage } from "./page.ts";
import { pages as panel } from "./panel.ts";
import { pages as paths } from "./paths.ts";
import { pages as privacy } from "./privacy.ts";
import { pages as register } from "./register.ts";
import { pages as safetyIndex } from "./safety-index.ts";
import { pages as summaries } from "./summaries.ts";
import { pages as synthetic } from "./synthetic.ts";
import { pages as usage } from "./usage.ts";
import { pages as value } from "./value.ts";

/** Every page of `whatworks explain CODE`, one line a room. */
export const codePages: readonly CodePage[] = [
  ...check,
  ...config,
  ...counts,
  ...csv,
  ...data,
  ...designs,
  ...did,
  ...environment,
  ...estimatePanel,
  ...groupTime,
  ...guards,
  ...inference,
  ...ingest,
  ...its,
  ...meta,
  ...panel,
  ...paths,
  ...privacy,
  ...register,
  ...safetyIndex,
  ...summaries,
  ...synthetic,
  ...usage,
  ...value,
];
