// SPDX-License-Identifier: MIT
// Where the built programs are, and a folder of this build to work in.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

export const source = process.env.PUNCHCARD_SOURCE;
export const results = process.env.PUNCHCARD_CONTRACT_FOLDER;

/** The path of a built program. */
export function built(name) {
    return join(process.env.PUNCHCARD_BIN, name);
}

/** An empty folder of that name. */
export function emptyFolder(name) {
    const folder = join(results, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
}

/** What contractfiles prints. */
export function contractFiles(args, input = "") {
    return execFileSync(built("contractfiles"), args, { input, maxBuffer: 1 << 26, stdio: ["pipe", "pipe", "inherit"] });
}
