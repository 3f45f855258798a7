// SPDX-License-Identifier: MIT
// A punchcard-hub of its own for a test of another client.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { built } from "./places.mjs";

/** A throw-away certificate for the hub's two servers. */
function certificate(folder) {
    const [cert, key] = ["cert.pem", "key.pem"].map((name) => join(folder, name));
    const names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2";
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", names, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { cert, key };
}

export class Hub {
    /** @param options tls: over HTTPS. */
    static async start({ tls = false } = {}) {
        const hub = new Hub();
        hub.folder = mkdtempSync(join(tmpdir(), "punchcard-contract-"));
        hub.faultsFile = join(hub.folder, "faults.json");
        hub.certificate = tls ? certificate(hub.folder) : undefined;
        const home = join(hub.folder, "home");
        const kept = Object.entries(process.env).filter(([name]) => !/^(PUNCHCARD_|GH_|GITHUB_)/.test(name));
        const environment = {
            ...Object.fromEntries(kept),
            PUNCHCARD_HOME: home,
            PUNCHCARD_HUB_FAULTS: hub.faultsFile,
            ...(process.env.PUNCHCARD_HUB_RECORD && { PUNCHCARD_HUB_RECORD: process.env.PUNCHCARD_HUB_RECORD }),
        };
        const args = ["--idle", "0", ...(tls ? ["--tls", `${hub.certificate.cert},${hub.certificate.key}`] : [])];
        hub.process = spawn(built("punchcard-hub"), args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
        await hub.listens();
        const { api, token } = JSON.parse(readFileSync(join(home, "hub/address.json"), "utf8"));
        Object.assign(hub, { token, port: new URL(api).port, api: api.replace(/\/$/, "") });
        return hub;
    }

    listens() {
        return new Promise((resolve, reject) => {
            let said = "";
            this.process.stdout.on("data", (text) => {
                said += text;
                if (said.includes("listening: ")) resolve();
            });
            this.process.on("exit", (code) => reject(new Error(`the hub ended with ${code}: ${said}`)));
        });
    }

    /** What goes wrong from now on, see core/hub/faults.h. */
    setFaults(rules) {
        writeFileSync(this.faultsFile, JSON.stringify(rules));
    }

    /** Ends it; a sanitizer that has found something says so by the exit code. */
    async stop() {
        const ended = this.process.exitCode === null && this.process.signalCode === null ? once(this.process, "exit") : undefined;
        this.process.kill("SIGTERM");
        await ended;
        rmSync(this.folder, { recursive: true, force: true });
        assert.equal(this.process.exitCode, 0, "the hub's exit code");
    }
}

/** Asks until the answer is no longer undefined. */
export async function until(ask, what) {
    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline) {
        const answer = await ask();
        if (answer !== undefined) return answer;
        await pause(250);
    }
    throw new Error(`${what} did not come`);
}
