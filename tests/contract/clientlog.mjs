// SPDX-License-Identifier: MIT
// What another client did against the hub: told in the test's output, and kept beside it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { results } from "./places.mjs";

export class ClientLog {
    constructor(client) {
        this.client = client;
        this.lines = [];
    }

    add(what, how) {
        this.lines.push(`${this.client}  ${what.padEnd(48)}  ${how}`);
    }

    /** Writes clients-NAME.txt and prints it. */
    tell() {
        const text = `${this.lines.join("\n")}\n`;
        writeFileSync(join(results, `clients-${this.client}.txt`), text);
        process.stdout.write(text);
    }
}
