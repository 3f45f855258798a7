#!/usr/bin/env bash
# title: A fractal picture
# needs: awk
# returns: fractal.ppm, the Mandelbrot set in colours; fractal.txt, the same in letters
# takes: a few seconds
# runs-on: any Linux or macOS runner
set -euo pipefail
mkdir -p uploads
width=${FRACTAL_WIDTH:-480}
height=$((width * 2 / 3))

# escape time of each point, a row a line
points() {
    awk -v w="$1" -v h="$2" -v limit="${FRACTAL_LIMIT:-96}" 'BEGIN {
        for (row = 0; row < h; row++) {
            ci = (row / h - 0.5) * 2.4
            for (col = 0; col < w; col++) {
                cr = col / w * 3.4 - 2.35
                x = y = n = 0
                while (n < limit && x * x + y * y < 16) { t = x * x - y * y + cr; y = 2 * x * y + ci; x = t; n++ }
                printf "%d ", n
            }
            print ""
        }
    }'
}

echo "Drawing $width x $height points"
points "$width" "$height" | awk -v w="$width" -v h="$height" -v limit="${FRACTAL_LIMIT:-96}" '
    BEGIN { print "P3"; print w, h; print 255 }
    {
        for (i = 1; i <= NF; i++) {
            if ($i >= limit) { printf "10 10 30 "; continue }
            t = sqrt($i / limit)
            printf "%d %d %d ", 255 * t, 200 * t * t, 90 + 165 * (1 - t) * t * 2
        }
        print ""
    }' >uploads/fractal.ppm
points 78 26 | awk -v limit="${FRACTAL_LIMIT:-96}" '{
    line = ""
    for (i = 1; i <= NF; i++) line = line substr(" .:-=+*%@#", 1 + int(9 * sqrt($i / limit)), 1)
    print line
}' | tee uploads/fractal.txt
