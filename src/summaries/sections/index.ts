import { glanceSection } from "./at-a-glance.ts";
import { certaintySection } from "./certainty.ts";
import { dataSection } from "./data.ts";
import { displacementSection } from "./displacement.ts";
import { economicsSection } from "./economics.ts";
import { effectSection } from "./effect.ts";
import { figureDataSection } from "./figure-data.ts";
import { headlineSection } from "./headline.ts";
import { implementationSection } from "./implementation.ts";
import { limitsSection } from "./limits.ts";
import { mechanismSection } from "./mechanism.ts";
import { methodSection } from "./method.ts";
import { moderatorsSection } from "./moderators.ts";
import { provenanceSection } from "./provenance.ts";
import { ratingsSection } from "./ratings.ts";
import { reproduceSection } from "./reproduce.ts";
import type { Section } from "./section.ts";
import { warningsSection } from "./warnings.ts";

/** The page in its order: readers stop early, so the answer and what is wrong with it come first. */
export const sections: readonly Section[] = [
  headlineSection,
  glanceSection,
  effectSection,
  limitsSection,
  certaintySection,
  displacementSection,
  mechanismSection,
  moderatorsSection,
  implementationSection,
  economicsSection,
  ratingsSection,
  methodSection,
  dataSection,
  warningsSection,
  provenanceSection,
  reproduceSection,
  figureDataSection,
];
