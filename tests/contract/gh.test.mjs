// SPDX-License-Identifier: MIT
// GitHub's own command line against a hub, which it takes for an Enterprise Server. Breaks for the user: what they know to do
// with gh on GitHub they cannot do with their jobs on this computer.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { promisify } from "node:util";
import { ClientLog } from "./clientlog.mjs";
import { Hub, until } from "./hub.mjs";

const run = promisify(execFile);
const log = new ClientLog("gh");
const workflow = `on:
  push:
  workflow_dispatch:
    inputs: { seconds: { default: "0" } }
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - name: Work
        env: { TOKEN: "\${{ secrets.TOKEN }}", SECONDS_TO_GO: "\${{ inputs.seconds }}" }
        run: |
          echo "token $TOKEN of \${#TOKEN} letters"
          mkdir -p out && echo result > out/result.txt
          sleep "\${SECONDS_TO_GO:-0}"
      - uses: actions/upload-artifact@v7
        with: { name: results, path: out }
`;
let hub;

/** gh with these arguments. Without a bus of its own it would start one that outlives it. */
async function gh(...args) {
    const environment = {
        PATH: process.env.PATH,
        HOME: hub.folder,
        SSL_CERT_FILE: hub.certificate.cert,
        GH_HOST: `localhost:${hub.port}`,
        GH_REPO: `localhost:${hub.port}/local/trial`,
        GH_ENTERPRISE_TOKEN: hub.token,
        GH_PROMPT_DISABLED: "1",
        GH_NO_UPDATE_NOTIFIER: "1",
        DBUS_SESSION_BUS_ADDRESS: "disabled:",
        NO_COLOR: "1",
    };
    const { stdout } = await run("gh", args, { env: environment, cwd: hub.folder, timeout: 120_000 });
    return stdout;
}

const ghJson = async (...args) => JSON.parse(await gh(...args));

/** A test that is written down with the command that it tries. */
function does(command, body) {
    test(command, async () => {
        try {
            await body();
            log.add(command, "ok");
        } catch (error) {
            log.add(command, `FAILED: ${(error.stderr || error.message).trim().split("\n")[0]}`);
            throw error;
        }
    });
}

/** What gh asks another interface than this one for, and says so. */
function cannot(command, reason, ...args) {
    test(`${command} (cannot)`, async () => {
        await assert.rejects(gh(...args), (error) => {
            assert.match(error.stderr, reason);
            log.add(command, `could not: ${error.stderr.trim().split("\n")[0].replace(/localhost:\d+/, "HOST")}`);
            return true;
        });
    });
}

/** The run that is none of those, once it is there. */
async function newRun(known) {
    const fresh = async () => {
        const runs = await ghJson("run", "list", "--json", "databaseId,status");
        return runs.map((each) => String(each.databaseId)).find((id) => !known.includes(id));
    };
    return until(fresh, "the run");
}

const finished = (id) =>
    until(async () => {
        const state = await ghJson("run", "view", id, "--json", "status,conclusion");
        return state.status === "completed" ? state : undefined;
    }, `the end of run ${id}`);

before(async () => {
    hub = await Hub.start({ tls: true });
});
after(async () => {
    log.tell();
    await hub.stop();
});

let first;
let watched;

does("gh api user", async () => assert.equal((await ghJson("api", "user")).login, "local"));
does("gh auth status", async () => gh("auth", "status", "--hostname", `localhost:${hub.port}`));
does("gh api -X POST user/repos", async () => {
    const made = await ghJson("api", "-X", "POST", "user/repos", "-f", "name=trial", "-F", "private=true", "-F", "auto_init=true");
    assert.equal(made.full_name, "local/trial");
    await gh("api", "-X", "POST", "user/repos", "-f", "name=other", "-F", "private=true");
});
does("gh api --paginate", async () => {
    const names = await gh("api", "--paginate", "user/repos?per_page=1", "--jq", ".[].name");
    assert.deepEqual(names.trim().split("\n").sort(), ["other", "trial"]);
});
does("gh secret set", async () => gh("secret", "set", "TOKEN", "--body", "seven77"));
does("gh secret list", async () => assert.match(await gh("secret", "list"), /^TOKEN\t/m));
does("gh api -X PUT contents (starts a run)", async () => {
    const content = Buffer.from(workflow).toString("base64");
    await gh("api", "-X", "PUT", "repos/local/trial/contents/.github/workflows/job.yml", "-f", "message=go", "-f", `content=${content}`);
    first = await newRun([]);
    assert.equal((await finished(first)).conclusion, "success");
});
does("gh run list", async () => assert.match(await gh("run", "list", "--workflow", "job.yml", "--branch", "main"), new RegExp(`\t${first}\t`)));
does("gh run view", async () => {
    const view = await gh("run", "view", first, "--verbose");
    assert.match(view, /✓ Work/);
    assert.match(view, /results/);
});
does("gh run view --json", async () => {
    const { jobs, conclusion } = await ghJson("run", "view", first, "--json", "jobs,conclusion");
    assert.equal(conclusion, "success");
    assert.deepEqual(jobs.map((job) => job.name), ["job"]);
});
does("gh run view --log", async () => assert.match(await gh("run", "view", first, "--log"), /^job\tWork\t.*token \*\*\* of 7 letters$/m));
does("gh run view --job", async () => {
    const { jobs } = await ghJson("run", "view", first, "--json", "jobs");
    assert.match(await gh("run", "view", "--job", String(jobs[0].databaseId)), /✓ job/);
});
does("gh run view --job --log", async () => {
    const { jobs } = await ghJson("run", "view", first, "--json", "jobs");
    assert.match(await gh("run", "view", "--job", String(jobs[0].databaseId), "--log"), /token \*\*\* of 7 letters/);
});
does("gh run download", async () => {
    const folder = join(hub.folder, "downloads");
    mkdirSync(folder);
    await gh("run", "download", first, "--name", "results", "--dir", folder);
    assert.equal(readFileSync(join(folder, "result.txt"), "utf8"), "result\n");
    rmSync(folder, { recursive: true });
});
does("gh workflow list", async () => assert.match(await gh("workflow", "list"), /active/));
does("gh workflow view --yaml", async () => assert.match(await gh("workflow", "view", "job.yml", "--yaml"), /upload-artifact/));
does("gh workflow run -f", async () => {
    await gh("workflow", "run", "job.yml", "--ref", "main", "-f", "seconds=3");
    watched = await newRun([first]);
});
does("gh run watch --exit-status", async () => {
    // On a busy machine the job is over before gh has begun to watch.
    assert.match(await gh("run", "watch", watched, "--exit-status", "--interval", "1"), /✓ Work|already completed with 'success'/);
    assert.equal((await finished(watched)).conclusion, "success");
});
does("gh run cancel", async () => {
    await gh("workflow", "run", "job.yml", "--ref", "main", "-f", "seconds=600");
    const long = await newRun([first, watched]);
    await until(async () => {
        const { status } = await ghJson("run", "view", long, "--json", "status");
        return status === "in_progress" ? true : undefined;
    }, "a runner");
    await gh("run", "cancel", long);
    assert.equal((await finished(long)).conclusion, "cancelled");
});
does("gh run rerun", async () => {
    await gh("run", "rerun", first);
    assert.equal((await ghJson("api", `repos/local/trial/actions/runs/${first}`)).run_attempt, 2);
    assert.equal((await finished(first)).conclusion, "success");
});
does("gh run view --attempt", async () => assert.match(await gh("run", "view", first, "--attempt", "1"), /✓ job/));
does("gh run rerun --job", async () => {
    const { jobs } = await ghJson("run", "view", first, "--json", "jobs");
    await gh("run", "rerun", "--job", String(jobs[0].databaseId));
    assert.equal((await finished(first)).conclusion, "success");
});
does("gh run delete", async () => {
    await gh("run", "delete", watched);
    await assert.rejects(gh("run", "view", watched), /404/);
});
does("gh secret delete", async () => {
    await gh("secret", "delete", "TOKEN");
    assert.equal((await gh("secret", "list")).includes("TOKEN"), false);
});

cannot("gh repo view", /GraphQL|404/, "repo", "view", "local/trial");
cannot("gh repo list", /GraphQL|404/, "repo", "list");
cannot("gh variable list", /404/, "variable", "list");
cannot("gh cache list", /404/, "cache", "list");

does("gh repo delete", async () => gh("repo", "delete", `localhost:${hub.port}/local/trial`, "--yes"));
