import { estimators } from "../../estimators/index.ts";
import { UsageError } from "../../model/errors.ts";
import type { Estimator } from "../../model/estimate.ts";
import { suggest } from "../../model/nearest.ts";
import { protocolSchemas } from "../../model/protocol.ts";

export { estimators };

/** What `whatworks estimate` calls the pooling of studies, which is no estimator of a panel. */
export const metaMethod = "meta";

/** Estimators that may answer a study. */
export const studyEstimators = (): Estimator[] => estimators.filter(({ inStudy }) => inStudy !== undefined);

export const studyMethods = (): string[] => studyEstimators().map(({ name }) => name);

/** The schemas of whatworks.yaml and of a study, with the estimators that a study may name. */
export const typedSchemas = () => protocolSchemas(studyMethods());

/** The estimator of a name, or an error with the nearest one. */
export const findEstimator = (method: string): Estimator =>
  estimators.find((one) => one.name === method) ??
  unknownMethod(method, [...estimators.map(({ name }) => name), metaMethod]);

/** As `findEstimator`, among those that may answer a study. */
export const findStudyEstimator = (method: string): Estimator =>
  studyEstimators().find((one) => one.name === method) ?? unknownMethod(method, studyMethods());

const unknownMethod = (method: string, names: readonly string[]): never => {
  throw new UsageError("usage/method", {
    found: `the method "${method}"`,
    expected: names.join(", "),
    hint: suggest(method, names),
  });
};
