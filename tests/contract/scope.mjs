// SPDX-License-Identifier: MIT
// What of the recordings GitHub's descriptions do not speak of, with the reason, and what must be among them.

const outside = [
    { call: /^POST \/api\/graphql$/, reason: "gh asks the hub for GraphQL, which is no part of REST and which no hub has" },
    {
        call: /^[A-Z]+ \/repositories\/\d+(\/|$)/,
        reason: "the address of a repository by its number, to which GitHub leads its former name",
    },
];
const leadsToNumber = /\/repositories\/\d+/;

/** Why @p description says nothing of an exchange; undefined: it does, or must. */
export function reasonNotDescribed({ request, answer }, description) {
    if ([301, 307].includes(answer.status) && leadsToNumber.test(answer.location ?? "")) return "a repository's former name";
    const call = `${request.method} ${request.path.replace(/^\/api\/v3(?=\/)/, "")}`;
    return outside.find((each) => each.call.test(call) && (each.only ?? description) === description)?.reason;
}

/** Operations that a whole job takes: recordings without them are not the ones that were meant. */
export const usedOperations = [
    "actions/cancel-workflow-run",
    "actions/create-or-update-repo-secret",
    "actions/download-artifact",
    "actions/download-workflow-run-attempt-logs",
    "actions/get-repo-public-key",
    "actions/get-workflow-run",
    "actions/list-jobs-for-workflow-run",
    "actions/list-workflow-run-artifacts",
    "actions/list-workflow-runs-for-repo",
    "actions/re-run-workflow",
    "git/create-blob",
    "git/create-commit",
    "git/create-tree",
    "git/get-ref",
    "git/update-ref",
    "repos/create-for-authenticated-user",
    "repos/delete",
    "repos/get",
    "users/get-authenticated",
];
