#!/usr/bin/env bash
# title: How fast is this machine?
# group: Measure
# network: none
# needs: awk, gzip, dd; sha256sum or shasum
# returns: speed.csv and speed.txt: seconds and MB a second for computing, hashing, compressing, writing and reading
# takes: about ten seconds
# runs-on: any runner; run it on two kinds of runner and compare
set -euo pipefail
export LC_ALL=C
mkdir -p uploads
megabytes=${SPEED_MB:-64}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
hash=(sha256sum)
command -v sha256sum >/dev/null || hash=(shasum -a 256)

echo "what,seconds,mb_per_second" >uploads/speed.csv

measure() { # measure WHAT MEGABYTES COMMAND...
    local what=$1 size=$2 seconds
    shift 2
    TIMEFORMAT=%R
    seconds=$( { time "$@" >/dev/null 2>&1; } 2>&1)
    awk -v w="$what" -v s="$seconds" -v m="$size" 'BEGIN {
        s = s < 0.001 ? 0.001 : s
        printf "%s,%.3f,%s\n", w, s, m ? sprintf("%.1f", m / s) : "" >> "uploads/speed.csv"
        printf "%-10s %7.3f s  %s\n", w, s, m ? sprintf("%8.1f MB/s", m / s) : ""
    }' | tee -a uploads/speed.txt
}

compute() { awk -v n=$((megabytes * 50000)) 'BEGIN { for (i = 0; i < n; i++) x += sqrt(i) * sin(i); print x }'; }

: >uploads/speed.txt
echo "With $megabytes MB, on $(getconf _NPROCESSORS_ONLN) cores"
measure write "$megabytes" dd if=/dev/zero of="$scratch/zeros" bs=1048576 count="$megabytes"
measure read "$megabytes" dd if="$scratch/zeros" of=/dev/null bs=1048576
measure random "$megabytes" dd if=/dev/urandom of="$scratch/noise" bs=1048576 count="$megabytes"
measure hash "$megabytes" "${hash[@]}" "$scratch/noise"
measure compress "$megabytes" gzip -1 -c "$scratch/noise"
measure compute 0 compute
