import { join } from "node:path";
import { exitCodes, WhatworksError } from "../../model/errors.ts";
import type { Manifest } from "../../provenance/manifest.ts";
import type { Ingredients, Judged } from "../../provenance/state.ts";
import { expandFiles, type NamedFile } from "../reading/files.ts";
import { digest } from "../reading/read-source.ts";
import { fingerprintOf } from "../release/levels.ts";
import type { Workspace } from "../workspace.ts";
import type { Entry } from "./entry.ts";
import { readManifest } from "./manifest-file.ts";
import { releaseFor, settingsOf, sourcesOf, tablesOf } from "./reads.ts";

interface Digest {
  readonly sha256: string;
  readonly bytes: number;
}

/** How many files are open at once, so that a folder of thousands does not run out of handles. */
const atOnce = 8;

type Listed = { readonly files: readonly NamedFile[] } | { readonly why: string };

/** One look at a workspace: every folder listed once and every file hashed once, however many studies rest on it. */
export class Inspection {
  readonly workspace: Workspace;
  readonly #digests = new Map<string, Promise<Digest>>();
  readonly #sources = new Map<string, Listed>();
  readonly #methods: Readonly<Record<string, number>>;
  readonly #judged = new Map<string, Promise<Judged>>();
  readonly #manifests = new Map<string, Manifest | "broken" | undefined>();
  readonly #waiting: (() => void)[] = [];
  readonly #progress: ((done: number, total: number, what: string) => void) | undefined;
  #open = 0;
  #hashed = 0;

  constructor(workspace: Workspace, progress?: (done: number, total: number, what: string) => void) {
    this.workspace = workspace;
    this.#methods = Object.assign({}, ...workspace.family.map(({ versions }) => versions));
    this.#progress = progress;
  }

  /** The manifest of a study's report; "broken" when it cannot be read or was changed by hand. */
  manifest(study: string): Manifest | "broken" | undefined {
    if (!this.#manifests.has(study))
      this.#manifests.set(study, readManifest(join(this.workspace.reports, study)));
    return this.#manifests.get(study);
  }

  /** What a report was found to be: looked at once, however many others read it. */
  judged(id: string, look: () => Promise<Judged>): Promise<Judged> {
    const found = this.#judged.get(id) ?? look();
    this.#judged.set(id, found);
    return found;
  }

  /** Forgets what was seen of a report that has been written since. */
  forget({ id, document }: Entry): void {
    this.#manifests.delete(id);
    this.#judged.delete(id);
    this.#digests.delete(join(this.workspace.reports, document));
  }

  digest(path: string): Promise<Digest> {
    const found = this.#digests.get(path) ?? this.#inTurn(path);
    this.#digests.set(path, found);
    return found;
  }

  async #inTurn(path: string): Promise<Digest> {
    if (this.#open >= atOnce) await new Promise<void>((go) => this.#waiting.push(go));
    this.#open += 1;
    try {
      return await digest(path);
    } finally {
      this.#open -= 1;
      this.#hashed += 1;
      this.#progress?.(this.#hashed, this.#digests.size, "hashing inputs");
      this.#waiting.shift()?.();
    }
  }

  /** The files of a source; why there are none, where a name no longer leads to any. */
  source(name: string): Listed {
    const known = this.#sources.get(name);
    if (known) return known;
    const { files, format } = this.workspace.config.sources[name]!;
    const listed = this.#list(() => expandFiles(files, this.workspace.folder, format));
    this.#sources.set(name, listed);
    return listed;
  }

  #list(expand: () => readonly NamedFile[]): Listed {
    try {
      return { files: expand() };
    } catch (thrown) {
      if (thrown instanceof WhatworksError && thrown.exit === exitCodes.data)
        return { why: thrown.fault.found };
      throw thrown;
    }
  }

  /** Everything that a report would be made from if it were made now. */
  async ingredients(entry: Entry): Promise<Ingredients> {
    const absent: { name: string; why: string }[] = [];
    const files: NamedFile[] = [];
    for (const name of sourcesOf(this.workspace, entry)) {
      const listed = this.source(name);
      if ("files" in listed) files.push(...listed.files);
      else absent.push({ name: `source ${name}`, why: listed.why });
    }
    files.push(...tablesOf(this.workspace, entry));
    const release = releaseFor(this.workspace, entry);
    const inputs: { name: string; sha256: string }[] = [];
    await Promise.all(
      files.map(async ({ path, name }, k) => {
        const held = await this.digest(path).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== "ENOENT" && error.code !== "EISDIR") throw error;
          absent.push({ name, why: `${name} is gone` });
        });
        if (held) inputs[k] = { name, sha256: fingerprintOf(release, held.sha256) };
      }),
    );
    return {
      inputs: inputs.filter((input) => input !== undefined),
      absent,
      protocol: settingsOf(this.workspace, entry),
      ...(release.protection ? { key_id: release.protection.key_id } : {}),
      methods: this.#methods,
    };
  }
}
