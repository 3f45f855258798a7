# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What a person sees: one line per step with its progress. The noise goes to a log, whose end is shown when a step fails.

log_folder=$top/build/log

# fail WHAT WHAT-TO-DO: says both and leaves.
fail()
{
    printf 'Error: %s\n' "$1" >&2
    [ -z "${2:-}" ] || printf '%s\n' "$2" >&2
    exit "${3:-1}"
}

# minutes SECONDS: "2:07"
minutes()
{
    printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

# How far the program that writes log $1 is, in its own words: ninja's [3/90], ctest's 3/90, apt's downloads and unpacking.
progress_of()
{
    tail -c 4000 "$1" 2>/dev/null | tr '\r' '\n' | sed -nE \
        -e 's/^\[([0-9]+\/[0-9]+)\].*/\1/p' \
        -e 's/^ *([0-9]+\/ *[0-9]+) Test .*/\1/p' \
        -e 's/^Get:([0-9]+) .*/package \1 downloaded/p' \
        -e 's/^Unpacking ([^ ]+) .*/unpacking \1/p' \
        -e 's/^Setting up ([^ ]+) .*/setting up \1/p' | tail -n 1 | tr -d '\n'
}

# Redraws one line on a terminal; elsewhere a line every 30 seconds, so that a log shows that there is life.
watch_step()
{
    local title=$1 log=$2 began=$SECONDS said=$SECONDS
    trap 'exit 0' TERM
    while kill -0 $$ 2>/dev/null; do
        if [ -t 1 ]; then
            printf '\r\033[K  ...   %s  %s  %s' "$title" "$(progress_of "$log")" "$(minutes $((SECONDS - began)))"
            sleep 0.3
        else
            sleep 1
            if [ $((SECONDS - said)) -ge 30 ]; then
                printf '  ...   %s  %s  %s\n' "$title" "$(progress_of "$log")" "$(minutes $((SECONDS - began)))"
                said=$SECONDS
            fi
        fi
    done
}

stop_watching()
{
    [ -z "${watcher:-}" ] || { kill "$watcher" && wait "$watcher"; } 2>/dev/null || true
    watcher=
}

# The part of a log that tells why: from the first failed target or error on, else its end.
why_of()
{
    local first
    first=$(grep -nE -m 1 '^FAILED:|^CMake Error|^E: |: (fatal )?error:|^[^ ]*: error' "$1" | cut -d: -f1) || true
    if [ -n "$first" ] && [ $(($(wc -l <"$1") - first)) -gt 40 ]; then
        sed -n "$first,$((first + 39))p" "$1"
    else
        tail -n 40 "$1"
    fi
}

# Ctrl-C, a closed terminal, kill: what the step started ends with it.
interrupted()
{
    trap '' INT TERM HUP
    stop_watching
    if [ -n "${child:-}" ]; then
        kill -TERM -- "-$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    printf '\nStopped. Starting again goes on from the last finished step.\n' >&2
    exit 130
}

# step NAME TITLE REMEDY COMMAND...: runs COMMAND with its output in the log NAME; on failure shows why and REMEDY.
# What it took is written down in the file `steps`.
# The command's status, so that a caller may go on; most let `set -e` end the script.
step()
{
    local name=$1 title=$2 remedy=$3 log status=0 began=$SECONDS
    shift 3
    log=$log_folder/$name.log
    mkdir -p "$log_folder"
    : >"$log"
    watch_step "$title" "$log" 9>&- &
    watcher=$!
    trap stop_watching EXIT
    trap interrupted INT TERM HUP
    # A process group of its own, so that all of it can be ended.
    set -m
    "$@" >>"$log" 2>&1 </dev/null &
    child=$!
    set +m
    wait "$child" || status=$?
    child=
    trap - INT TERM HUP
    stop_watching
    printf '%s %d %d\n' "$name" $((SECONDS - began)) "$status" >>"$log_folder/steps"
    if [ -t 1 ]; then printf '\r\033[K'; fi
    if [ "$status" -eq 0 ]; then
        printf '  ok    %s  %s\n' "$title" "$(minutes $((SECONDS - began)))"
        return 0
    fi
    printf '  FAIL  %s  %s\n' "$title" "$(minutes $((SECONDS - began)))"
    {
        printf '\n'
        why_of "$log" | sed 's/^/    /'
        printf '\nAll of it: %s\n%s\n' "$log" "$remedy"
    } >&2
    return "$status"
}
