import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { smallWorkspace, type } from "../helpers/workspace.ts";

/** Loaded before the program: whatever asks for the network, or for another program, throws and is noted. */
const denial = `
import net from "node:net"; import dns from "node:dns"; import http from "node:http"; import https from "node:https";
import tls from "node:tls"; import dgram from "node:dgram"; import child from "node:child_process";
import { appendFileSync } from "node:fs"; import { syncBuiltinESMExports } from "node:module";
const deny = (what) => function () {
  appendFileSync(process.env.DENIED_LOG, what + "\\n");
  throw new Error("denied: " + what);
};
net.connect = net.createConnection = deny("net.connect"); net.Socket.prototype.connect = deny("socket");
net.createServer = deny("net.createServer"); tls.connect = deny("tls.connect");
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) { dns[name] = deny("dns"); dns.promises[name] = deny("dns"); }
http.request = http.get = https.request = https.get = deny("http"); dgram.createSocket = deny("udp");
globalThis.fetch = deny("fetch"); globalThis.WebSocket = deny("websocket");
for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) child[name] = deny("child " + name);
syncBuiltinESMExports();
`;

it("runs, checks, validates and counts with every socket and every other program denied", () => {
  const folder = smallWorkspace();
  const guard = join(folder, "deny.mjs");
  const log = join(folder, "denied.txt");
  writeFileSync(guard, denial);
  writeFileSync(log, "");
  const denied = { cwd: folder, env: { DENIED_LOG: log }, node: ["--import", pathToFileURL(guard).href] };
  const ask = (...words: string[]): number | null => type(words, denied).exit;
  try {
    expect(ask("run")).toBe(0);
    expect(ask("check")).toBe(0);
    expect(ask("validate", "data/burglary.csv", "--json")).toBe(0);
    expect(ask("panel", "data/burglary.csv")).toBe(0);
    expect(
      ask(
        ...["evaluate", "-i", "interventions.csv", "-d", "data/burglary.csv", "--invented", "--out", "out"],
      ),
    ).toBe(0);
    // Nothing was denied because nothing was asked for.
    expect(readFileSync(log, "utf8")).toBe("");
    // The guard does guard: nothing asked, and what asks is stopped.
    writeFileSync(join(folder, "asks.mjs"), 'import net from "node:net"; net.connect(80, "localhost");');
    const said = type([], { ...denied, node: [...denied.node, join(folder, "asks.mjs")] });
    expect(said.err).toMatch(/denied: net.connect/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
