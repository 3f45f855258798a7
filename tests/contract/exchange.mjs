// SPDX-License-Identifier: MIT
// One exchange with the hub, held against a description of GitHub's API.

// Statuses that GitHub uses everywhere without the description saying so: the door, the limits and the time-outs.
const everywhere = [400, 401, 403, 404, 409, 410, 415, 422, 429, 500, 502, 503];
const versions = ["2022-11-28", "2026-03-10"];

/** What of it violates @p description, and the operation that it is of; no operation: there is none like it. */
export function judged(description, { request, answer }) {
    const path = request.path.replace(/^\/api\/v3(?=\/)/, "");
    const method = request.method === "HEAD" ? "GET" : request.method;
    const found = description.operation(method, path);
    if (!found) return { wrongs: [`no operation ${request.method} ${path}`] };
    const wrongs = [
        ...wrongHeaders(request),
        ...wrongPath(description, found),
        ...wrongQuery(description, found, request),
        ...wrongRequestBody(description, found, request, answer),
        ...(answer.made ? [] : wrongAnswer(description, found, request, answer)),
    ];
    return { id: found.id, wrongs };
}

function wrongHeaders({ headers, bytes }) {
    // GitHub turns away whoever does not say who they are; all else it only advises, and is asked of Punchcard alone.
    if (!headers["user-agent"]) return ["header user-agent missing"];
    if (!headers["user-agent"].startsWith("Punchcard")) return [];
    const wrongs = [];
    if (!headers.authorization) wrongs.push("header authorization missing");
    if (!/^application\/vnd\.github(\.raw)?\+json$/.test(headers.accept)) wrongs.push(`header accept: ${headers.accept}`);
    if (!versions.includes(headers["x-github-api-version"])) wrongs.push(`header x-github-api-version: ${headers["x-github-api-version"]}`);
    if (bytes > 0 && !headers["content-type"]?.startsWith("application/json"))
        wrongs.push(`header content-type: ${headers["content-type"]}`);
    return wrongs;
}

function wrongPath(description, { parameters, values }) {
    return parameters
        .filter((each) => each.in === "path")
        .flatMap((each) => description.wrongs(each.schema, values[each.name], { coerce: true }).map((text) => `path {${each.name}}: ${text}`));
}

function wrongQuery(description, { parameters }, { query }) {
    const known = new Map(parameters.filter((each) => each.in === "query").map((each) => [each.name, each]));
    const given = new URLSearchParams(query);
    const wrongs = [];
    for (const [name, value] of given) {
        const parameter = known.get(name);
        if (!parameter) wrongs.push(`query ${name}: unknown`);
        else wrongs.push(...description.wrongs(parameter.schema, value, { coerce: true }).map((text) => `query ${name}: ${text}`));
    }
    for (const parameter of known.values()) {
        if (parameter.required && !given.has(parameter.name)) wrongs.push(`query ${parameter.name}: missing`);
    }
    return wrongs;
}

function wrongRequestBody(description, { operation }, request, answer) {
    const schema = description.bodySchema(operation);
    if (request.bytes === 0) {
        const needed = description.resolved(operation.requestBody)?.required && schema;
        return needed && answer.status < 400 ? ["body missing"] : [];
    }
    if (request.body === undefined) return [];
    if (!schema) return request.body === "{}" ? [] : ["body, where there is none"];
    const body = JSON.parse(request.body);
    const unknown = Object.keys(body).filter((key) => schema.properties && !(key in schema.properties));
    return [...description.wrongs(schema, body).map((text) => `body: ${text}`), ...unknown.map((key) => `body: unknown ${key}`)];
}

function wrongAnswer(description, { operation }, request, answer) {
    const label = `answer ${answer.status}`;
    if (answer.status === 304 || request.method === "HEAD") return [];
    let schema = description.answerSchema(operation, answer.status);
    // Some refusals are described without the text that GitHub sends along.
    const isBareRefusal = schema === null && answer.status >= 400 && answer.bytes > 0;
    if (schema === undefined || isBareRefusal) {
        if (!isBareRefusal && !everywhere.includes(answer.status)) return [`${label}: the operation never answers so`];
        schema = description.component(answer.status === 422 ? "validation-error-simple" : "basic-error");
    }
    if (answer.status === 302) return answer.location ? [] : [`${label}: leads nowhere`];
    if (schema === null) return answer.bytes > 0 && answer.body !== "{}" ? [`${label}: a body, where there is none`] : [];
    if (answer.body === undefined) return answer.bytes > 0 ? [] : [`${label}: no body`];
    // The raw form of a file is what is in it.
    if (!answer.type.startsWith("application/json")) return answer.type.includes("raw") ? [] : [`${label}: ${answer.type}`];
    return description.wrongs(schema, JSON.parse(answer.body)).map((text) => `${label}: ${text}`);
}
