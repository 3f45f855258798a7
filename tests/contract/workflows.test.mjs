// SPDX-License-Identifier: MIT
// Breaks for the user: a name, a label or an input makes GitHub refuse the workflow, or read something else than was typed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { contractFiles, emptyFolder } from "./places.mjs";
import { readWorkflow } from "./workflowreader.mjs";

const folder = emptyFolder("workflows");
contractFiles(["workflows", folder]);
const table = JSON.parse(readFileSync(join(folder, "table.json"), "utf8"));

function expectedEnvironment({ secrets, size, inputs, columns }) {
    const environment = Object.fromEntries(secrets.map((name) => [name, `secrets.${name}`]));
    if (size > 0) Object.assign(environment, { PUNCHCARD_TASK: "matrix.task", PUNCHCARD_TASKS: String(size) });
    if (inputs.length > 0) environment.PUNCHCARD_INPUT = "matrix.input";
    for (const name of columns) environment[name] = `matrix.param_${name}`;
    return environment;
}

function expectedCheckout({ own, common }) {
    const checkout = { "persist-credentials": "false" };
    if (own.length === 0) return checkout;
    return { ...checkout, "sparse-checkout": `${common}\n/mine`, "sparse-checkout-cone-mode": "false" };
}

for (const row of table) {
    test(row.name, async () => {
        const workflow = await readWorkflow(row.file, readFileSync(join(folder, row.file), "utf8"));
        assert.deepEqual(workflow.errors, [], row.file);
        assert.equal(workflow.runName, row.runName);
        assert.deepEqual(workflow.events, { push: { branches: ["**"] } });
        assert.deepEqual(workflow.permissions, row.permissions);
        assert.equal(workflow.jobs.length, 1);
        const [job] = workflow.jobs;
        assert.deepEqual(job.labels, row.labels);
        assert.equal(job.group, row.group);
        assert.equal(job.timeout, row.timeout);
        assert.equal(job.failFast, row.failFast);
        assert.equal(job.maxParallel, row.maxParallel);
        assert.deepEqual(job.include.map((each) => Number(each.task)), row.tasks);
        assert.deepEqual(job.include.map((each) => row.columns.map((name) => each[`param_${name}`])), row.tasks.map((_, index) => row.rows[index] ?? []));
        assert.deepEqual(job.include.filter((each) => "input" in each).map((each) => each.input), row.inputs);
        const [fetching, script, noting, ...keeping] = job.steps;
        const sending = keeping.pop();
        assert.equal(noting.run.trimEnd().split("\n").at(-1), "exit 0");
        assert.deepEqual(fetching.with, expectedCheckout(row));
        assert.deepEqual(job.include.filter((each) => "own" in each).map((each) => each.own), row.own);
        assert.equal(script.name, "Run job.sh");
        assert.deepEqual(script.env, expectedEnvironment(row));
        assert.equal(script.run.trimEnd().split("\n").at(-1), row.call);
        const suffix = row.size > 0 ? "-7" : "";
        assert.deepEqual(keeping.map((step) => step.name), row.kept.map((each) => `Keep ${each.name}`));
        assert.deepEqual(keeping.map((step) => step.with.name), row.kept.map((each) => each.name + suffix));
        assert.deepEqual(keeping.map((step) => step.with.path), row.kept.map((each) => each.path));
        assert.equal(sending.with.name, `punchcard-manifest${suffix}`);
        for (const step of [noting, ...keeping, sending]) assert.equal(step.condition, "always()");
    });
}

const exported = JSON.parse(readFileSync(join(folder, "exports.json"), "utf8"));
for (const row of exported) {
    test(`exported: ${row.name}`, async () => {
        const workflow = await readWorkflow(row.file, readFileSync(join(folder, row.file), "utf8"));
        assert.deepEqual(workflow.errors, [], row.file);
        assert.deepEqual(workflow.events, { workflow_dispatch: {} });
        assert.deepEqual(workflow.permissions, row.permissions);
        const [job] = workflow.jobs;
        assert.deepEqual(job.labels, row.labels);
        assert.equal(job.group, row.group);
        assert.equal(job.timeout, row.timeout);
        assert.deepEqual(job.include.map((each) => Number(each.task)), row.tasks);
        assert.deepEqual(job.include.map((each) => row.columns.map((name) => each[`param_${name}`])), row.tasks.map((_, index) => row.rows[index] ?? []));
        assert.deepEqual(job.include.filter((each) => "input" in each).map((each) => each.input), row.inputs);
        const [, , script, ...keeping] = job.steps;
        assert.deepEqual(script.env, expectedEnvironment(row));
        if (row.isInline) assert.equal(script.run, row.script);
        const suffix = row.size > 0 ? "-7" : "";
        assert.deepEqual(keeping.map((step) => step.with.name), row.kept.map((each) => each.name + suffix));
        assert.deepEqual(keeping.map((step) => step.with.path), row.kept.map((each) => each.path));
    });
}

test("a table that is not empty", () => assert.ok(table.length > 100, `${table.length} workflows`));
