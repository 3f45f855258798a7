// SPDX-License-Identifier: MIT
// GitHub's client for JavaScript against a hub. Breaks for the user: a script of theirs that works with GitHub does not work
// with their jobs on this computer.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { restEndpointMethods } from "@octokit/plugin-rest-endpoint-methods";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import sodium from "libsodium-wrappers";
import { ClientLog } from "./clientlog.mjs";
import { Hub, until } from "./hub.mjs";

const Client = Octokit.plugin(restEndpointMethods, paginateRest, retry, throttling);
const log = new ClientLog("octokit");
const trial = { owner: "local", repo: "trial" };
const manyJobs = 130;
const manyRuns = 101;
const files = {
    "job.yml": `on: push
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - env: { TOKEN: "\${{ secrets.TOKEN }}" }
        run: mkdir out && echo "$TOKEN" > out/token && echo "token $TOKEN"
      - uses: actions/upload-artifact@v7
        with: { name: results, path: out }
`,
    // Nobody has such a runner: they wait, and cost nothing.
    "many.yml": `on: workflow_dispatch
jobs:
  job:
    runs-on: nowhere
    strategy: { matrix: { part: [${Array.from({ length: manyJobs }, (_, part) => part)}] } }
    steps: [ { run: "true" } ]
`,
    "waits.yml": "on: workflow_dispatch\njobs: { job: { runs-on: nowhere, steps: [ { run: 'true' } ] } }\n",
};
let hub;
let octokit;
let run;
const limits = [];

/** A test that is written down. */
function does(what, body) {
    test(what, async () => {
        try {
            await body();
            log.add(what, "ok");
        } catch (error) {
            log.add(what, `FAILED: ${error.message.split("\n")[0]}`);
            throw error;
        }
    });
}

before(async () => {
    await sodium.ready;
    hub = await Hub.start();
    const noted = (kind) => (retryAfter, options) => {
        limits.push(`${kind} ${options.method} after ${retryAfter} s`);
        return true;
    };
    octokit = new Client({
        auth: hub.token,
        baseUrl: `${hub.api}/api/v3`,
        throttle: { onRateLimit: noted("primary"), onSecondaryRateLimit: noted("secondary") },
        log: { debug() {}, info() {}, warn() {}, error() {} },
    });
});
after(async () => {
    log.tell();
    await hub.stop();
});

does("repos.createForAuthenticatedUser", async () => {
    const { data } = await octokit.rest.repos.createForAuthenticatedUser({ name: "trial", private: true, auto_init: true });
    assert.equal(data.full_name, "local/trial");
});
does("actions.createOrUpdateRepoSecret", async () => {
    const { data } = await octokit.rest.actions.getRepoPublicKey(trial);
    const key = sodium.from_base64(data.key, sodium.base64_variants.ORIGINAL);
    const sealed = Buffer.from(sodium.crypto_box_seal("open sesame", key)).toString("base64");
    await octokit.rest.actions.createOrUpdateRepoSecret({ ...trial, secret_name: "TOKEN", encrypted_value: sealed, key_id: data.key_id });
    const { data: list } = await octokit.rest.actions.listRepoSecrets(trial);
    assert.deepEqual(list.secrets.map((secret) => secret.name), ["TOKEN"]);
});
does("git.createBlob, createTree, createCommit, updateRef", async () => {
    const { data: head } = await octokit.rest.git.getRef({ ...trial, ref: "heads/main" });
    const { data: before } = await octokit.rest.git.getCommit({ ...trial, commit_sha: head.object.sha });
    const { data: blob } = await octokit.rest.git.createBlob({ ...trial, content: "hello", encoding: "utf-8" });
    const tree = [
        ...Object.entries(files).map(([name, content]) => ({ path: `.github/workflows/${name}`, mode: "100644", type: "blob", content })),
        { path: "hello.txt", mode: "100755", type: "blob", sha: blob.sha },
    ];
    const { data: made } = await octokit.rest.git.createTree({ ...trial, base_tree: before.tree.sha, tree });
    const parents = [head.object.sha];
    const { data: commit } = await octokit.rest.git.createCommit({ ...trial, message: "go", tree: made.sha, parents });
    await octokit.rest.git.updateRef({ ...trial, ref: "heads/main", sha: commit.sha });
    run = await until(async () => {
        const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({ ...trial, head_sha: commit.sha });
        return data.workflow_runs[0];
    }, "the run");
});
does("actions.getWorkflowRun until it has ended", async () => {
    const ended = await until(async () => {
        const { data } = await octokit.rest.actions.getWorkflowRun({ ...trial, run_id: run.id });
        return data.status === "completed" ? data : undefined;
    }, "its end");
    assert.equal(ended.conclusion, "success");
});
does("actions.listJobsForWorkflowRun, downloadJobLogs", async () => {
    const { data } = await octokit.rest.actions.listJobsForWorkflowRun({ ...trial, run_id: run.id });
    assert.deepEqual(data.jobs.map((job) => [job.name, job.conclusion]), [["job", "success"]]);
    const { data: text } = await octokit.rest.actions.downloadJobLogsForWorkflowRun({ ...trial, job_id: data.jobs[0].id });
    assert.match(String(text), /token \*\*\*/);
});
does("actions.listWorkflowRunArtifacts, downloadArtifact", async () => {
    const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({ ...trial, run_id: run.id });
    assert.deepEqual(data.artifacts.map((artifact) => artifact.name), ["results"]);
    const zip = { ...trial, artifact_id: data.artifacts[0].id, archive_format: "zip" };
    const { data: bytes } = await octokit.rest.actions.downloadArtifact(zip);
    assert.equal(bytes.byteLength, data.artifacts[0].size_in_bytes);
    assert.equal(Buffer.from(bytes).subarray(0, 2).toString(), "PK");
});
const tooFast = { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." };
does("a 403 with Retry-After is waited for", async () => {
    hub.setFaults([{ match: "GET .*/actions/secrets$", fault: "status", status: 403, headers: { "retry-after": "1" }, body: tooFast }]);
    const { data } = await octokit.rest.actions.listRepoSecrets(trial);
    assert.equal(data.total_count, 1);
    assert.deepEqual(limits.splice(0), ["secondary GET after 1 s"]);
});
// It is the plugin for repeating that takes this one, before the one for limits sees it.
does("a 429 is tried again", async () => {
    hub.setFaults([{ match: "GET .*/actions/secrets$", fault: "status", status: 429, headers: { "retry-after": "1" }, body: tooFast }]);
    const { data } = await octokit.rest.actions.listRepoSecrets(trial);
    assert.equal(data.total_count, 1);
});
does("a 403 of the primary limit is waited for", async () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.floor(Date.now() / 1000)) };
    const body = { message: "API rate limit exceeded for user ID 1." };
    hub.setFaults([{ match: "GET .*/user$", fault: "status", status: 403, headers, body }]);
    const { data } = await octokit.rest.users.getAuthenticated();
    assert.equal(data.login, "local");
    assert.match(limits.splice(0).join(), /^primary GET after \d s$/);
});
does("a 502 is tried again", async () => {
    hub.setFaults([{ match: "GET .*/repos/local/trial$", fault: "status", status: 502, body: "<html>" }]);
    const { data } = await octokit.rest.repos.get(trial);
    assert.equal(data.name, "trial");
});
does(`paginate over ${manyRuns} runs`, async () => {
    // Without the plugin, which lets one second pass between two of them.
    const plain = new (Octokit.plugin(restEndpointMethods))({ auth: hub.token, baseUrl: `${hub.api}/api/v3` });
    for (let number = 0; number < manyRuns; ++number)
        await plain.rest.actions.createWorkflowDispatch({ ...trial, workflow_id: "waits.yml", ref: "main" });
    const list = () => octokit.paginate(octokit.rest.actions.listWorkflowRuns, { ...trial, workflow_id: "waits.yml", per_page: 100 });
    const runs = await until(async () => {
        const all = await list();
        return all.length >= manyRuns ? all : undefined;
    }, "every run");
    assert.equal(new Set(runs.map((each) => each.id)).size, manyRuns);
});
does(`paginate over ${manyJobs} jobs`, async () => {
    await octokit.rest.actions.createWorkflowDispatch({ ...trial, workflow_id: "many.yml", ref: "main" });
    const [many] = await until(async () => {
        const { data } = await octokit.rest.actions.listWorkflowRuns({ ...trial, workflow_id: "many.yml" });
        return data.workflow_runs.length > 0 ? data.workflow_runs : undefined;
    }, "the run");
    const jobs = await octokit.paginate(octokit.rest.actions.listJobsForWorkflowRun, { ...trial, run_id: many.id, per_page: 100 });
    assert.equal(new Set(jobs.map((job) => job.name)).size, manyJobs);
    run = many;
});
does("actions.cancelWorkflowRun", async () => {
    await octokit.rest.actions.cancelWorkflowRun({ ...trial, run_id: run.id });
    const ended = await until(async () => {
        const { data } = await octokit.rest.actions.getWorkflowRun({ ...trial, run_id: run.id });
        return data.status === "completed" ? data : undefined;
    }, "its end");
    assert.equal(ended.conclusion, "cancelled");
});
does("a conditional request costs nothing", async () => {
    const { headers } = await octokit.request("GET /repos/{owner}/{repo}", trial);
    const again = octokit.request("GET /repos/{owner}/{repo}", { ...trial, headers: { "if-none-match": headers.etag } });
    await assert.rejects(again, (error) => error.status === 304);
});
does("repos.delete", async () => {
    await octokit.rest.repos.delete(trial);
    await assert.rejects(octokit.rest.repos.get(trial), (error) => error.status === 404);
});
