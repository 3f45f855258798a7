// SPDX-License-Identifier: MIT
// GitHub's published description of its API: which operation a request is, and what it and its answer must look like.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const packageFolder = createRequire(import.meta.url).resolve("@octokit/openapi").replace(/index\.js$/, "generated/");

/** An OpenAPI 3.0 schema as JSON schema: null is a type there, and what stands beside a $ref counts here. */
function converted(schema, follow) {
    if (Array.isArray(schema)) return schema.map((each) => converted(each, follow));
    if (schema === null || typeof schema !== "object") return schema;
    if (typeof schema.$ref === "string") return { $ref: follow(schema.$ref) };
    const { nullable, example, examples, ...rest } = schema;
    const result = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, keyword(key, value, follow)]));
    if (!nullable) return result;
    if (!result.type) return { anyOf: [{ type: "null" }, result] };
    return { ...result, type: [result.type, "null"], ...(result.enum && { enum: [...result.enum, null] }) };
}

// Names of properties are no keywords, and values are no schemas.
function keyword(key, value, follow) {
    if (key === "properties")
        return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, converted(schema, follow)]));
    return ["enum", "default", "const", "required"].includes(key) ? value : converted(value, follow);
}

/** The names of the descriptions that Punchcard is held against: GitHub's own, and that of the newest Enterprise Server. */
export function descriptionNames() {
    const servers = readdirSync(packageFolder).flatMap((file) => /^(ghes-\d+\.\d+)\.json$/.exec(file)?.[1] ?? []);
    const byVersion = new Intl.Collator("en", { numeric: true }).compare;
    return ["api.github.com", servers.sort(byVersion).at(-1)];
}

export class Description {
    /** @param name one of descriptionNames() */
    constructor(name) {
        this.name = name;
        this.document = JSON.parse(readFileSync(`${packageFolder}${name}.json`, "utf8"));
        const options = { strict: false, allErrors: true, validateFormats: true };
        this.strictTypes = addFormats(new Ajv(options));
        this.fromText = addFormats(new Ajv({ ...options, coerceTypes: true }));
        this.checks = new Map();
        this.templates = this.sortedTemplates();
    }

    /** Literal segments before parameters. */
    sortedTemplates() {
        const rank = (template) => template.replaceAll("{", "~");
        return Object.keys(this.document.paths)
            .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
            .map((template) => ({ item: this.document.paths[template], form: this.form(template) }));
    }

    /** A pattern for the paths of @p template. One such as contents/{path} has the rest of the segments in its last parameter. */
    form(template) {
        const last = /\{([^{}]+)\}$/.exec(template)?.[1];
        const item = this.document.paths[template];
        const takesRest = Object.values(item).some((operation) =>
            operation.parameters?.some((each) => this.resolved(each).name === last && this.resolved(each)["x-multi-segment"]));
        const literal = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/-(?=\w*\})/g, "_");
        const pattern = literal.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${takesRest && name === last ? ".+" : "[^/]+"})`);
        return new RegExp(`^${pattern}$`);
    }

    resolved(object) {
        if (!object?.$ref) return object;
        return object.$ref.slice(2).split("/").reduce((node, key) => node[key], this.document);
    }

    /** The operation of a request, with the values of its path; undefined when there is none. */
    operation(method, path) {
        for (const { item, form } of this.templates) {
            const operation = item[method.toLowerCase()];
            const match = operation && form.exec(path);
            if (!match) continue;
            const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) => this.resolved(each));
            const values = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
            return { id: operation.operationId, operation, parameters, values: Object.fromEntries(values) };
        }
        return undefined;
    }

    /** What is wrong with @p value by @p schema: a list of texts. */
    wrongs(schema, value, { coerce = false } = {}) {
        const check = this.check(schema, coerce);
        if (check(coerce ? { value } : value)) return [];
        return check.errors.map((error) => `${place(error)} ${error.message}${detail(error)}`);
    }

    check(schema, coerce) {
        const key = coerce ? "fromText" : "strictTypes";
        const known = this.checks.get(schema)?.[key];
        if (known) return known;
        const ajv = this[key];
        const json = this.converted(schema, ajv);
        const check = ajv.compile(coerce ? inObject(json) : json);
        this.checks.set(schema, { ...this.checks.get(schema), [key]: check });
        return check;
    }

    converted(schema, ajv) {
        return converted(schema, (reference) => this.follow(reference, ajv));
    }

    /** Makes a schema that is named elsewhere known to @p ajv. */
    follow(reference, ajv) {
        const name = `schema:${ajv === this.fromText ? "text" : "json"}:${reference.slice(2).replaceAll("/", ".")}`;
        if (!this.checks.has(name)) {
            this.checks.set(name, true);
            ajv.addSchema({ ...this.converted(this.resolved({ $ref: reference }), ajv), $id: name });
        }
        return name;
    }

    /** The schema of an answer, null when it has no body; undefined: the operation never answers so. */
    answerSchema(operation, status) {
        const response = this.resolved(operation.responses[status]);
        if (!response) return undefined;
        return response.content?.["application/json"]?.schema ?? null;
    }

    bodySchema(operation) {
        return this.resolved(operation.requestBody)?.content?.["application/json"]?.schema;
    }

    component(name) {
        return this.document.components.schemas[name];
    }
}

// Only what lies in an object can be turned into another type; a text of digits is then a number as well.
function inObject({ oneOf, ...rest }) {
    return { type: "object", properties: { value: oneOf ? { ...rest, anyOf: oneOf } : rest } };
}

// Of a list all elements are alike.
function place({ instancePath }) {
    return instancePath.replace(/\/\d+(?=\/|$)/g, "[]") || "/";
}

function detail(error) {
    if (error.keyword === "enum") return ` ${JSON.stringify(error.params.allowedValues)}`;
    if (error.keyword === "additionalProperties") return ` (${error.params.additionalProperty})`;
    return "";
}
