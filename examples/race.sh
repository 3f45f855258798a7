#!/usr/bin/env bash
# title: The race
# group: Measure
# needs: awk, gzip; sha256sum or shasum
# network: none
# returns: race.csv and race.txt: seconds for the same work on one core and on all of them
# takes: half a minute
# runs-on: any runner; with an account it races an x86_64 against an arm64 machine by itself, and --race adds others
# punchcard: runs-on=ubuntu-24.04 race=ubuntu-24.04-arm
set -euo pipefail
export LC_ALL=C
mkdir -p uploads
# The work is the same everywhere, whatever the machine: change it, and times of before tell nothing.
rounds=${RACE_ROUNDS:-6}
lines=${RACE_LINES:-160000}
cores=$(getconf _NPROCESSORS_ONLN)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
hash=(sha256sum)
command -v sha256sum >/dev/null || hash=(shasum -a 256)

# Text that always is the same, packs like text, and needs no network.
awk -v n="$lines" 'BEGIN { x = 1; for (i = 0; i < n; i++) { x = (x * 16807) % 2147483647; print x % 9973, "card", i % 80, x } }' >"$scratch/text"

lap() { # one round: sums, a sort, packing, hashing
    awk '{ for (i = 0; i < 4; i++) s += sqrt($1 + i) * $4 % 97 } END { printf "%.0f\n", s }' "$scratch/text"
    sort -n "$scratch/text" | gzip -6 | gzip -dc | "${hash[@]}"
}

runner() { # runner LAPS FILE
    local lap
    for ((lap = 0; lap < $1; lap++)); do lap >"$2"; done
}

seconds() { # seconds COMMAND...
    TIMEFORMAT=%R
    { time "$@" >&2; } 2>&1
}

alone() { runner "$rounds" "$scratch/alone"; }
# Each core runs as many rounds as one did alone: on a machine that shares its cores this takes longer.
together() {
    local core runners=()
    for ((core = 0; core < cores; core++)); do
        runner "$rounds" "$scratch/core-$core" &
        runners+=($!)
    done
    for core in "${runners[@]}"; do wait "$core"; done
}

one=$(seconds alone)
all=$(seconds together)
for ((core = 0; core < cores; core++)); do
    cmp "$scratch/alone" "$scratch/core-$core" || { echo "Core $core came to another result." >&2 && exit 1; }
done
result=$(tail -n 1 "$scratch/alone")
awk -v rounds="$rounds" -v cores="$cores" -v one="$one" -v all="$all" -v machine="$(uname -sm)" -v result="${result%% *}" 'BEGIN {
    print "machine,cores,rounds,one_core_s,all_cores_s,rounds_per_s_one,rounds_per_s_all,result" > "uploads/race.csv"
    one = one < 0.001 ? 0.001 : one; all = all < 0.001 ? 0.001 : all
    printf "%s,%d,%d,%.3f,%.3f,%.2f,%.2f,%s\n", machine, cores, rounds, one, all, rounds / one, rounds * cores / all, result > "uploads/race.csv"
    printf "%s, %d cores\n", machine, cores
    printf "one core   %8.3f s  %7.2f rounds a second\n", one, rounds / one
    printf "all cores  %8.3f s  %7.2f rounds a second, %.1f times one\n", all, rounds * cores / all, one * cores / all
}' | tee uploads/race.txt
