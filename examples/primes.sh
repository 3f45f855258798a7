#!/usr/bin/env bash
# title: A sieve that tells how far it is
# group: Measure
# network: none
# needs: awk
# returns: primes.txt, all primes below a limit, and summary.csv with their count per tenth
# takes: a few seconds
# runs-on: any Linux or macOS runner
set -euo pipefail
mkdir -p uploads
limit=${PRIMES_LIMIT:-200000}

awk -v n="$limit" 'BEGIN {
    print "tenth,upto,primes" > "uploads/summary.csv"
    tenth = 1; found = 0
    for (i = 2; i <= n; i++) {
        if (!composite[i]) {
            print i > "uploads/primes.txt"
            found++
            for (j = i * i; j <= n; j += i) composite[j] = 1
        }
        if (i >= n * tenth / 10) {
            printf "%3d %%  %d primes up to %d\n", tenth * 10, found, i
            printf "%d,%d,%d\n", tenth, i, found > "uploads/summary.csv"
            fflush()
            tenth++
        }
    }
}'
echo "The largest is $(tail -n 1 uploads/primes.txt)"
