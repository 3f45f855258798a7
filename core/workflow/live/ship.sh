#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs a script and sends what it prints while it runs: ship.sh PROGRAM [ARGUMENT...], with the script's own exit status.
# GitHub shows a log only after a job's end, so the lines go to a branch of their own in the job's repository, as files that
# are only ever added: live/000/000001-0-4096 holds what the script printed from byte 0 to byte 4096, with secrets struck.
# Bash 3.2, awk and curl are enough. Whatever goes wrong here, the script does not notice.
#   PUNCHCARD_LIVE_TOKEN PUNCHCARD_LIVE_API PUNCHCARD_LIVE_REPOSITORY PUNCHCARD_LIVE_BRANCH   where to send
#   PUNCHCARD_LIVE_SECRETS      names of variables whose values are struck, between blanks
#   PUNCHCARD_LIVE_INTERVAL     seconds between two looks in the first minute
set -u
token=${PUNCHCARD_LIVE_TOKEN:-} api=${PUNCHCARD_LIVE_API:-} repository=${PUNCHCARD_LIVE_REPOSITORY:-} branch=${PUNCHCARD_LIVE_BRANCH:-}
interval=${PUNCHCARD_LIVE_INTERVAL:-5} secrets=${PUNCHCARD_LIVE_SECRETS:-}
unset PUNCHCARD_LIVE_TOKEN PUNCHCARD_LIVE_API PUNCHCARD_LIVE_REPOSITORY PUNCHCARD_LIVE_BRANCH PUNCHCARD_LIVE_SECRETS PUNCHCARD_LIVE_INTERVAL PUNCHCARD_LIVE_MASKS
case ${RUNNER_OS:-} in Windows) exec "$@" ;; esac # no pipes with a name there
[ -n "$token" ] || exec "$@"
for tool in awk base64 curl head mkfifo mktemp tail tee tr wc; do
    command -v "$tool" >/dev/null || exec "$@"
done
here=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/ship.XXXXXX" 2>/dev/null) || exec "$@"
chmod 700 "$place"
output=$place/output
{ : >"$output" && mkfifo "$place/pipe"; } 2>/dev/null || {
    rm -rf "$place"
    exec "$@"
}

largest=262144   # bytes of one file: what is printed faster is left out, and the file's name says so
most=268435456   # bytes in all: beyond that nothing more is kept for sending, the disk is the script's

# request METHOD PATH: sends $place/body; the answer is in $place/answer, its status in $status. The token goes through a pipe:
# an argument is seen by every process of the machine.
request() {
    : >"$place/answer"
    status=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --silent --max-time 20 --config - --request "$1" --header 'Accept: application/vnd.github+json' \
            --header 'X-GitHub-Api-Version: 2022-11-28' --header 'Content-Type: application/json' --header 'Expect:' \
            --user-agent punchcard --data-binary "@$place/body" --output "$place/answer" --write-out '%{http_code}' \
            "$api/repos/$repository/$2") || status=000
}

# Whether trying again is useless. A 403 mostly is a limit, and only now and then a right that the job does not have.
hopeless() {
    case $status in
    400 | 401 | 404 | 410 | 451) return 0 ;;
    403) grep -q 'not accessible' "$place/answer" ;;
    *) return 1 ;;
    esac
}

# The first "sha" of an answer is that of what was made: a root commit has no parents.
answered_sha() {
    awk 'match($0, /"sha": *"[0-9a-f]+"/) {
            text = substr($0, RSTART, RLENGTH)
            sub(/^"sha": *"/, "", text)
            sub(/"$/, "", text)
            print text
            exit
        }' "$place/answer"
}

# A branch without a parent and without a workflow: nothing starts by it.
make_branch() {
    local tree commit
    printf '{"tree":[{"path":"README.md","mode":"100644","type":"blob","content":"What a running job prints.\\n"}]}' >"$place/body"
    request POST git/trees
    tree=$(answered_sha)
    [ "$status" = 201 ] && [ -n "$tree" ] || return 1
    printf '{"message":"Live output","tree":"%s","parents":[]}' "$tree" >"$place/body"
    request POST git/commits
    commit=$(answered_sha)
    [ "$status" = 201 ] && [ -n "$commit" ] || return 1
    printf '{"ref":"refs/heads/%s","sha":"%s"}' "$branch" "$commit" >"$place/body"
    request POST git/refs
    # 422: it is there, from an attempt whose answer was lost.
    [ "$status" = 201 ] || [ "$status" = 422 ]
}

# part FROM SIZE: bytes of the output, without zeros, which awk does not take.
part() {
    tail -c +$(($1 + 1)) "$output" | head -c "$2" | tr '\000' ' '
}

# What is left out may ask to mask something all the same.
remember_masks() {
    part "$1" "$2" | awk '/add-mask/' | awk -f "$here/mask.awk"
}

# Whole lines only: a secret is never cut in two. A line that fills a whole file is left out.
# Puts the next bytes to send into $place/piece and sets from and upto; fails when there are none.
choose() {
    local size unfinished skipped
    size=$(($(wc -c <"$output")))
    [ "$size" -gt "$sent" ] || return 1
    from=$sent
    if [ $((size - from)) -gt "$largest" ]; then
        from=$((size - largest))
        # From the first line that begins in it.
        skipped=$(($(part "$from" "$largest" | tr '\r' '\n' | head -n 1 | wc -c)))
        [ "$skipped" -lt "$largest" ] || return 1
        from=$((from + skipped))
        remember_masks "$sent" $((from - sent))
    fi
    part "$from" $((size - from)) >"$place/piece"
    # As far as the last line end reaches; at the end of all, everything.
    if [ -z "$over" ] && [ "$(tail -c 1 "$place/piece" | tr '\r' '\n' | wc -l)" -eq 0 ]; then
        unfinished=$(($(tr '\r' '\n' <"$place/piece" | awk '{ last = $0 } END { printf "%s", last }' | wc -c)))
        size=$((size - unfinished))
        [ "$size" -gt "$from" ] || return 1
        part "$from" $((size - from)) >"$place/piece"
    fi
    upto=$size
}

# Sends what is new, if anything is; fails when it never will.
send() {
    local name ended
    choose || return 0
    ended=$(($(tail -c 1 "$place/piece" | wc -l)))
    name=$(printf 'live/%03d/%06d-%d-%d' $((number / 500)) "$number" "$from" "$upto")
    {
        printf '{"message":"Live output","branch":"%s","content":"' "$branch"
        awk -v open=$((1 - ended)) -f "$here/mask.awk" "$place/piece" | base64 | tr -d '\r\n'
        printf '"}'
    } >"$place/body"
    request PUT "contents/$name"
    case $status in
    200 | 201 | 422) # 422: it is there, and its answer was lost
        sent=$upto
        number=$((number + 1))
        wait_more=0
        ;;
    *)
        hopeless && return 1
        back_off
        ;;
    esac
}

back_off() {
    wait_more=$((wait_more < 240 ? wait_more * 2 + interval : 300))
}

# Faster at first: below 200 files in the first hour and 60 in each later one. A second is for who need not save.
pause_now() {
    local age=$((SECONDS - began)) length=$interval end
    if [ "$interval" -gt 1 ]; then
        if [ "$age" -ge 1800 ]; then
            length=$((interval * 12))
        elif [ "$age" -ge 300 ]; then
            length=$((interval * 3))
        elif [ "$age" -ge 60 ]; then
            length=$((interval * 2))
        fi
    fi
    # In small steps: the end of the script is not waited for.
    end=$((SECONDS + length + wait_more))
    until [ -e "$place/over" ]; do
        sleep 0.3 2>/dev/null || sleep 1
        [ "$SECONDS" -lt "$end" ] || break
    done
}

ship() {
    trap '' INT TERM HUP
    export LC_ALL=C # bytes, not letters
    export PUNCHCARD_LIVE_MASKS=$place/masks PUNCHCARD_LIVE_SECRETS="$secrets PUNCHCARD_LIVE_TOKEN" PUNCHCARD_LIVE_TOKEN=$token
    local sent=0 number=1 over='' wait_more=0 began=$SECONDS from=0 upto=0 status='' made=''
    until [ -n "$over" ]; do
        pause_now
        [ ! -e "$place/over" ] || over=1
        # Who ends before anything was sent has its whole log in no time.
        [ -n "$made" ] || [ -z "$over" ] || break
        if [ -z "$made" ] && [ -s "$output" ]; then
            if make_branch; then
                made=1 wait_more=0
                : >"$place/made"
            else
                ! hopeless || break
                back_off
            fi
        fi
        [ -z "$made" ] || send || break
        [ "$(($(wc -c <"$output")))" -lt "$most" ] || break
    done
    # What tee goes on to write is read by nobody.
    until [ -e "$place/over" ]; do
        : >"$output"
        sleep 5
    done
}

trap : INT TERM HUP # the script decides what they mean; its output still has to be sent
(
    trap '' INT TERM HUP
    exec tee -a "$output" <"$place/pipe" 2>/dev/null
) &
printer=$!
ship </dev/null >/dev/null 2>&1 &
shipper=$!
disown "$printer" "$shipper" # nothing is said of their end
"$@" >"$place/pipe" 2>&1
code=$?

# await PROCESS SECONDS: until it has ended, or so long. Mostly that is at once.
await() {
    local end=$((SECONDS + $2))
    while kill -0 "$1" 2>/dev/null && [ "$SECONDS" -lt "$end" ]; do
        sleep 0.02 2>/dev/null || sleep 1
    done
}

await "$printer" 2 # what the script left running may hold the pipe for ever
{ : >"$place/over"; } 2>/dev/null
[ ! -e "$place/made" ] || await "$shipper" 8 # what came last
kill -KILL "$shipper" 2>/dev/null
rm -rf "$place"
exit "$code"
