import type { AnyReport } from "./report.ts";
import { safetyIndexReport } from "./safety-index/index.ts";

/** What a Police Impact Unit does beside evaluating, one line a capability. */
export const capabilities: readonly AnyReport[] = [safetyIndexReport];
