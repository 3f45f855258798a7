// SPDX-License-Identifier: MIT
// Breaks for the user: a job that runs on this computer and that GitHub refuses, or an answer of GitHub's that Punchcard has
// never seen the like of. Whatever the end-to-end tests and other people's clients asked a hub, and whatever it answered, is
// held against GitHub's own description.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after } from "node:test";
import { judged } from "./exchange.mjs";
import { Description, descriptionNames } from "./openapi.mjs";
import { results } from "./places.mjs";
import { recordedExchanges } from "./recordings.mjs";
import { reasonNotDescribed, usedOperations } from "./scope.mjs";

const exchanges = recordedExchanges(join(results, "recordings"));
const descriptions = descriptionNames();
const counts = new Map();
const leftOut = new Map();

function count(map, key, name) {
    const row = map.get(key) ?? {};
    row[name] = (row[name] ?? 0) + 1;
    map.set(key, row);
}

function violations(description) {
    const found = new Map();
    for (const exchange of exchanges) {
        const reason = reasonNotDescribed(exchange, description.name);
        if (reason) {
            count(leftOut, reason, description.name);
            continue;
        }
        const { id, wrongs } = judged(description, exchange);
        if (id) count(counts, id, description.name);
        for (const wrong of wrongs) {
            const text = `${id ?? exchange.request.headers["user-agent"]}: ${wrong}`;
            found.set(text, (found.get(text) ?? 0) + 1);
        }
    }
    return [...found].map(([text, times]) => `${text} (${times} times)`).sort();
}

/** A table with a column for each description. */
function table(title, map) {
    const head = [title.padEnd(64), ...descriptions.map((name) => name.padStart(16))].join("");
    const rows = [...map].sort().map(([key, row]) => [key.padEnd(64), ...descriptions.map((name) => String(row[name] ?? 0).padStart(16))].join(""));
    return [head, ...rows].join("\n");
}

for (const name of descriptions) {
    test(`${exchanges.length} exchanges against ${name}`, () => {
        const wrongs = violations(new Description(name));
        assert.ok(wrongs.length === 0, `\n${wrongs.join("\n")}`);
    });
}

test("the operations that Punchcard uses were asked", () => {
    assert.deepEqual(usedOperations.filter((id) => !counts.has(id)), []);
});

after(() => {
    const text = `${table(`${counts.size} operations`, counts)}\n\n${table("not in the description", leftOut)}\n`;
    writeFileSync(join(results, "operations.txt"), text);
    process.stdout.write(text);
});
