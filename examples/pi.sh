#!/usr/bin/env bash
# title: Pi, by throwing darts on all cores
# group: Measure
# network: none
# needs: awk
# returns: pi.svg, how the estimate settles; pi.csv with each core's darts; parts/ with what each core saw
# takes: a few seconds
# runs-on: any Linux or macOS runner; the more cores the better
set -euo pipefail
mkdir -p uploads/parts
cores=$(getconf _NPROCESSORS_ONLN)
darts=${PI_DARTS:-400000}
echo "$cores cores, $darts darts each"

throw() { # throw CORE: twenty lines of darts thrown and darts inside the circle
    awk -v seed="$1" -v n="$darts" 'BEGIN {
        srand(seed * 7919)
        for (i = 1; i <= n; i++) {
            x = rand(); y = rand()
            if (x * x + y * y <= 1) inside++
            if (i % int(n / 20) == 0) print i, inside
        }
    }' >"uploads/parts/core-$1.txt"
    echo "core $1 has thrown"
}

workers=()
for ((core = 1; core <= cores; core++)); do
    throw "$core" &
    workers+=($!)
done
for worker in "${workers[@]}"; do wait "$worker"; done

echo "core,darts,inside,estimate" >uploads/pi.csv
awk '{ n[FILENAME] = $1; k[FILENAME] = $2 }
    END { for (f in n) { core = f; sub(/.*core-/, "", core); printf "%d,%d,%d,%.6f\n", core, n[f], k[f], 4 * k[f] / n[f] } }' \
    uploads/parts/*.txt | sort -n >>uploads/pi.csv

# The estimate of all cores together, over the darts thrown: a line in a box of 640 x 320.
cat uploads/parts/*.txt | awk '{ n[$1] += $1; k[$1] += $2; if ($1 > most) most = $1 }
    END {
        print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 320\" font-family=\"sans-serif\" font-size=\"13\">"
        print "<rect width=\"640\" height=\"320\" fill=\"#fbfaf5\"/>"
        print "<path d=\"M40 160H620\" stroke=\"#b33\" stroke-dasharray=\"5 4\"/><text x=\"44\" y=\"152\" fill=\"#b33\">3.14159</text>"
        printf "<path fill=\"none\" stroke=\"#225\" stroke-width=\"2\" d=\""
        for (i = 1; i <= 20; i++) {
            at = int(most / 20) * i
            if (!(at in n)) continue
            y = 160 - (4 * k[at] / n[at] - 3.14159265) * 12000
            y = y < 10 ? 10 : y > 310 ? 310 : y
            printf "%s%.1f %.1f", started++ ? "L" : "M", 40 + 580 * at / most, y
            best = 4 * k[at] / n[at]
        }
        print "\"/>"
        printf "<text x=\"44\" y=\"300\" fill=\"#225\">%.6f after %d darts a core</text>\n</svg>\n", best, most
        printf "Pi is about %.6f\n", best > "/dev/stderr"
    }' >uploads/pi.svg
