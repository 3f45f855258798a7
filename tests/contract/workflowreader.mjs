// SPDX-License-Identifier: MIT
// A workflow file as GitHub's own parser reads it, with what its expressions come to.
import { register } from "node:module";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

register("./jsonmodules.mjs", import.meta.url);
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");

// What an expression finds: no secret has a value here, and the matrix is at its eighth element.
const contexts = { secrets: {}, github: {}, matrix: { task: "7", own: "/mine" } };

function dictionary(values) {
    return new data.Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value: new data.StringData(value) })));
}

function evaluated(expression) {
    const { tokens } = new Lexer(expression).lex();
    // GitHub's service takes each doubled quote for one; this lexer does so for the first alone.
    for (const token of tokens) {
        if (/^'.*'$/s.test(token.lexeme)) token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
    }
    const tree = new Parser(tokens, Object.keys(contexts), []).parse();
    const named = Object.entries(contexts).map(([key, values]) => ({ key, value: dictionary(values) }));
    return new Evaluator(tree, new data.Dictionary(...named)).evaluate().coerceString();
}

/** A token as plain values: maps, lists, and text as GitHub would hand it on. */
function plain(token) {
    if (token === undefined) return undefined;
    if (token.templateTokenType === 2)
        return Object.fromEntries([...token].map((pair) => [pair.key.toString(), plain(pair.value)]));
    if (token.templateTokenType === 1) return [...token].map(plain);
    if (token.isExpression) return evaluated(token.expression);
    return token.value;
}

/** The expression that a token is, or its text. */
function unevaluated(token) {
    return token.isExpression ? token.expression : token.value;
}

function field(mapping, name) {
    return [...mapping].find((pair) => pair.key.value === name)?.value;
}

/** The workflow in @p content; `errors` are the parser's, and nothing else is there when there are any. */
export async function readWorkflow(name, content) {
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    const template = await convertWorkflowTemplate(context, value);
    const jobs = template.jobs ?? [];
    const errors = context.errors.getErrors().map((error) => error.message);
    if (errors.length > 0) return { errors };
    const root = Object.fromEntries([...value].map((pair) => [pair.key.value, pair.value]));
    const fields = Object.fromEntries([...root.jobs].map((pair) => [pair.key.value, pair.value]));
    return {
        errors,
        runName: plain(root["run-name"]),
        events: template.events,
        permissions: plain(root.permissions),
        jobs: jobs.map((job) => ({
            id: job.id.value,
            labels: plainLabels(job["runs-on"]),
            group: plainGroup(job["runs-on"]),
            timeout: plain(field(fields[job.id.value], "timeout-minutes")) ?? null,
            failFast: plain(job.strategy)?.["fail-fast"] ?? null,
            maxParallel: plain(job.strategy)?.["max-parallel"] ?? null,
            include: plain(job.strategy)?.matrix?.include ?? [],
            steps: [...field(fields[job.id.value], "steps")].map((step, number) => ({
                name: plain(field(step, "name")),
                run: plain(field(step, "run")),
                with: plain(field(step, "with")) ?? {},
                condition: job.steps[number].if?.expression,
                env: Object.fromEntries([...(field(step, "env") ?? [])].map((pair) => [pair.key.value, unevaluated(pair.value)])),
            })),
        })),
    };
}

function plainLabels(token) {
    const value = plain(token);
    const labels = typeof value === "object" && !Array.isArray(value) ? value.labels ?? [] : value;
    return Array.isArray(labels) ? labels : [labels];
}

function plainGroup(token) {
    const value = plain(token);
    return typeof value === "object" && !Array.isArray(value) ? value.group ?? "" : "";
}
