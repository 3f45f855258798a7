#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs a script and sends what it prints while it runs: ship.sh PROGRAM [ARGUMENT...], with the script's own exit status.
# GitHub shows a log only after a job's end, so the lines go to a branch of their own in the job's repository, as files that
# are only ever added: live/000/000001-0-4096 holds what the script printed from byte 0 to byte 4096, with secrets struck.
# Bash 3.2, awk and curl are enough. Whatever goes wrong here, the script does not notice.
#   PUNCHCARD_LIVE_TOKEN PUNCHCARD_LIVE_API PUNCHCARD_LIVE_REPOSITORY PUNCHCARD_LIVE_BRANCH   where to send
#   PUNCHCARD_LIVE_SECRETS      names of variables whose values are struck, between blanks
#   PUNCHCARD_LIVE_INTERVAL     seconds between two looks in the first minute
#   PUNCHCARD_LIVE_CHOICE       of a large array: the branch that says which elements are to be sent
#   PUNCHCARD_LIVE_ELEMENT PUNCHCARD_LIVE_LOOKS    which one this is; seconds until the first look at the choice, and between two
# What the script hands over by punchcard-upload goes to a branch of its own, which ends in "-files".
set -u
token=${PUNCHCARD_LIVE_TOKEN:-} api=${PUNCHCARD_LIVE_API:-} repository=${PUNCHCARD_LIVE_REPOSITORY:-} branch=${PUNCHCARD_LIVE_BRANCH:-}
interval=${PUNCHCARD_LIVE_INTERVAL:-5} secrets=${PUNCHCARD_LIVE_SECRETS:-}
choice=${PUNCHCARD_LIVE_CHOICE:-} element=${PUNCHCARD_LIVE_ELEMENT:-0} looks=${PUNCHCARD_LIVE_LOOKS:-10 60}
unset PUNCHCARD_LIVE_TOKEN PUNCHCARD_LIVE_API PUNCHCARD_LIVE_REPOSITORY PUNCHCARD_LIVE_BRANCH PUNCHCARD_LIVE_SECRETS PUNCHCARD_LIVE_INTERVAL PUNCHCARD_LIVE_MASKS
unset PUNCHCARD_LIVE_CHOICE PUNCHCARD_LIVE_ELEMENT PUNCHCARD_LIVE_LOOKS PUNCHCARD_SPOOL
here=$(cd "$(dirname "$0")" && pwd)
PATH=$here:$PATH # punchcard-upload
case ${RUNNER_OS:-} in Windows) exec "$@" ;; esac # no pipes with a name there
[ -n "$token" ] || exec "$@"
for tool in awk base64 curl head mkfifo mktemp tail tee tr wc; do
    command -v "$tool" >/dev/null || exec "$@"
done
place=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/ship.XXXXXX" 2>/dev/null) || exec "$@"
chmod 700 "$place"
output=$place/output
spool=$place/spool
{ : >"$output" && mkfifo "$place/pipe" && mkdir "$spool"; } 2>/dev/null || {
    rm -rf "$place"
    exec "$@"
}

largest=262144   # bytes of one file: what is printed faster is left out, and the file's name says so
most=268435456   # bytes in all: beyond that nothing more is kept for sending, the disk is the script's

# request METHOD PATH [SECONDS]: sends $place/body; the answer is in $place/answer, its status in $status. The token goes through a pipe:
# an argument is seen by every process of the machine.
request() {
    : >"$place/answer"
    status=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --silent --max-time "${3:-20}" --config - --request "$1" --header 'Accept: application/vnd.github+json' \
            --header 'X-GitHub-Api-Version: 2022-11-28' --header 'Content-Type: application/json' --header 'Expect:' \
            --user-agent punchcard --data-binary "@$place/body" --output "$place/answer" --write-out '%{http_code}' \
            "$api/repos/$repository/$2") || status=000
}

# look PATH: asks for a file. With $etag an answer that nothing has changed costs nothing of the limit.
look() {
    : >"$place/answer"
    status=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --silent --max-time 20 --config - --header 'Accept: application/vnd.github.raw+json' \
            --header 'X-GitHub-Api-Version: 2022-11-28' --header "If-None-Match: $etag" --user-agent punchcard \
            --dump-header "$place/headers" --output "$place/answer" --write-out '%{http_code}' "$api/repos/$repository/$1") || status=000
    [ "$status" != 200 ] || etag=$(tr -d '\r' <"$place/headers" | awk 'tolower($1) == "etag:" { tag = substr($0, index($0, " ") + 1) } END { print tag }')
}

# Whether this element of a large array is to be sent: somebody has it open. Who opened it says so in a file that few elements
# share, so that not all have to read it again. Fails when there is no use in asking.
look_at_choice() {
    [ -n "$choice" ] && [ "$SECONDS" -ge "$next_look" ] || return 0
    next_look=$((SECONDS + every))
    look "contents/choice/$(printf '%03d' $((element % 256)))?ref=$choice"
    case $status in
    200)
        if tr ' ' '\n' <"$place/answer" | grep -qx "$element"; then
            [ -n "$wanted" ] || began=$SECONDS
            wanted=1
        else
            wanted=''
        fi
        ;;
    304) ;;
    *)
        ! hopeless || return 1
        next_look=$((SECONDS + every * 4))
        ;;
    esac
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

# Sends what the script handed over, the newest of each name, and says so among what it printed. What cannot be sent comes at the
# end all the same. At most once in twelve intervals, a minute mostly: each file costs five requests.
send_files() {
    local file name sha sent_names=''
    [ "$SECONDS" -ge "$next_files" ] || return 0
    for file in "$spool"/*; do
        [ -f "$file" ] || continue
        name=${file##*/}
        mv "$file" "$place/file" 2>/dev/null || continue
        {
            printf '{"encoding":"base64","content":"'
            base64 <"$place/file" | tr -d '\r\n'
            printf '"}'
        } >"$place/body"
        rm -f "$place/file"
        request POST git/blobs 300
        sha=$(answered_sha)
        if [ "$status" != 201 ] || [ -z "$sha" ]; then
            continue
        fi
        awk -v name="$name" '$2 != name' "$place/files" >"$place/files.new"
        printf '%s %s\n' "$sha" "$name" >>"$place/files.new"
        mv "$place/files.new" "$place/files"
        sent_names="$sent_names $name"
    done
    [ -n "$sent_names" ] || return 0
    next_files=$((SECONDS + interval * 12))
    awk '{ printf("%s{\"path\":\"%s\",\"mode\":\"100644\",\"type\":\"blob\",\"sha\":\"%s\"}", (NR > 1 ? "," : "{\"tree\":["), $2, $1) }
        END { print "]}" }' "$place/files" >"$place/body"
    request POST git/trees
    sha=$(answered_sha)
    [ "$status" = 201 ] && [ -n "$sha" ] || return 0
    printf '{"message":"Files so far","tree":"%s","parents":[]}' "$sha" >"$place/body"
    request POST git/commits
    sha=$(answered_sha)
    [ "$status" = 201 ] && [ -n "$sha" ] || return 0
    # All of it changes at once.
    printf '{"sha":"%s","force":true}' "$sha" >"$place/body"
    request PATCH "git/refs/heads/$branch-files"
    if [ "$status" != 200 ]; then
        printf '{"ref":"refs/heads/%s-files","sha":"%s"}' "$branch" "$sha" >"$place/body"
        request POST git/refs
        [ "$status" = 201 ] || return 0
    fi
    for name in $sent_names; do
        uploads=$((uploads + 1))
        printf '{"message":"A file","branch":"%s","content":"MQ=="}' "$branch" >"$place/body"
        request PUT "contents/$(printf 'live/%03d/upload-%06d-%s' $((number / 500)) "$uploads" "$name")"
    done
}

back_off() {
    wait_more=$((wait_more < 240 ? wait_more * 2 + interval : 300))
}

# Faster at first: below 200 files in the first hour and 60 in each later one. A second is for who need not save.
# An element that somebody has opened begins anew, and does not grow slower than three intervals.
pause_now() {
    local age=$((SECONDS - began)) length=$interval end
    if [ -z "$wanted" ]; then
        length=$((next_look > SECONDS ? next_look - SECONDS : 0))
    elif [ -n "$choice" ] && [ "$interval" -gt 1 ]; then
        [ "$age" -lt 60 ] || length=$((interval * 3))
    elif [ "$interval" -gt 1 ]; then
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
    local wanted=1 etag='' next_look=0 every=${looks#* } uploads=0 next_files=0
    if [ -n "$choice" ]; then
        wanted=''
        next_look=$((SECONDS + ${looks% *}))
    fi
    : >"$place/files"
    until [ -n "$over" ]; do
        pause_now
        [ ! -e "$place/over" ] || over=1
        # Who ends before anything was sent has its whole log in no time.
        [ -n "$made" ] || [ -z "$over" ] || break
        [ -n "$over" ] || look_at_choice || break
        [ "$(($(wc -c <"$output")))" -lt "$most" ] || break
        [ -n "$wanted" ] || continue
        # Also before anything is printed: who looks sees then that it works.
        if [ -z "$made" ]; then
            if make_branch; then
                made=1 wait_more=0
                : >"$place/made"
            else
                ! hopeless || break
                back_off
            fi
        fi
        [ -z "$made" ] || send || break
        [ -z "$made" ] || [ -n "$over" ] || send_files
    done
    # What tee goes on to write is read by nobody.
    rm -rf "$spool" # from now on punchcard-upload says that what it takes comes at the end
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
export PUNCHCARD_SPOOL=$spool
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
