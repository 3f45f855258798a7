#!/usr/bin/env bash
# title: How fast pages load there
# group: Measure
# needs: a browser and its driver (chromedriver or geckodriver, both on GitHub's x86_64 Ubuntu), curl, python3, the network
# inputs: pages.txt, an address a line; without it one page is loaded
# returns: timing.csv with the milliseconds of each load; median.txt; page.png, a picture of the last page
# takes: half a minute
# runs-on: ubuntu-24.04; the arm64 runners have no browser
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads
runs=${PAGE_RUNS:-5}
port=${PAGE_PORT:-9515}
fail() { printf '%s\n' "$1" >&2 && exit 1; }

# GitHub's machines name the folders of their drivers in variables.
PATH=$PATH:${CHROMEWEBDRIVER:-}:${GECKOWEBDRIVER:-}
for command in curl python3; do
    command -v "$command" >/dev/null || fail "There is no $command here: install it first."
done
if driver=$(command -v chromedriver); then
    flags='"--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,800"'
    wanted="{\"browserName\": \"chrome\", \"goog:chromeOptions\": {\"args\": [$flags]}}"
elif driver=$(command -v geckodriver); then
    wanted='{"browserName": "firefox", "moz:firefoxOptions": {"args": ["-headless", "--width=1280", "--height=800"]}}'
else
    fail "There is neither chromedriver nor geckodriver here: choose a runner with a browser, such as ubuntu-24.04."
fi
scratch=$(mktemp -d)
process=
trap '[ -z "$process" ] || kill "$process" 2>/dev/null; rm -rf "$scratch"' EXIT
pages=pages.txt
[ -s "$pages" ] || { pages=$scratch/pages.txt && echo "${PAGE_URL:-https://example.com/}" >"$pages"; }

"$driver" --port="$port" >"$scratch/driver.log" 2>&1 &
process=$!
for ((waited = 0; waited < 100; waited++)); do
    curl -fs -o "$scratch/status" "http://127.0.0.1:$port/status" && break
    kill -0 "$process" 2>/dev/null || fail "$driver ended: $(tail -n 3 "$scratch/driver.log")"
    sleep 0.1
done
python3 - "http://127.0.0.1:$port" "$wanted" "$pages" "$runs" <<'END'
import base64, csv, json, statistics, sys, urllib.error, urllib.request
root, wanted, pages, runs = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3], int(sys.argv[4])

def ask(method, path, body=None):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(root + path, data, {"Content-Type": "application/json"}, method=method)
    try:
        return json.load(urllib.request.urlopen(request, timeout=120))["value"]
    except urllib.error.HTTPError as error:
        sys.exit("The browser says: " + json.load(error)["value"]["message"].splitlines()[0])

times = """const n = performance.getEntriesByType('navigation')[0], p = performance.getEntriesByName('first-contentful-paint')[0];
return [n.responseStart, p ? p.startTime : null, n.domContentLoadedEventEnd, n.loadEventEnd, n.transferSize];"""
with open("uploads/timing.csv", "w", newline="") as table, open("uploads/median.txt", "w") as medians:
    rows = csv.writer(table)
    rows.writerow(["page", "run", "first_byte_ms", "first_paint_ms", "dom_ms", "load_ms", "bytes"])
    for page in filter(None, map(str.strip, open(pages))):
        loads = []
        for run in range(1, runs + 1):
            # A browser of its own each time: nothing comes from a cache.
            session = "/session/" + ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
            ask("POST", session + "/url", {"url": page})
            values = ask("POST", session + "/execute/sync", {"script": times, "args": []})
            rows.writerow([page, run] + ["" if value is None else round(value) for value in values])
            loads.append(values[3])
            if run == runs:
                with open("uploads/page.png", "wb") as picture:
                    picture.write(base64.b64decode(ask("GET", session + "/screenshot")))
            ask("DELETE", session)
            print(f"{page} {run} of {runs}: {values[3]:.0f} ms", flush=True)
        medians.write(f"{statistics.median(loads):8.0f} ms  {page}\n")
END
cat uploads/median.txt
