// SPDX-License-Identifier: MIT
// What hubs have written down of their exchanges, see core/hub/recorder.h.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export function recordedExchanges(folder) {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.flatMap((file) => {
        const lines = readFileSync(join(folder, file), "utf8").split("\n");
        // A hub that was killed may have left half a line: the last one, without an end.
        return lines.slice(0, -1).map((line) => JSON.parse(line));
    });
}
