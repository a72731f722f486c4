// On its own, so that an error message does not load what a check loads.
export { movedWords } from "../../provenance/snapshot.ts";
