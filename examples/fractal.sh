#!/usr/bin/env bash
# title: A fractal picture
# group: Media
# network: none
# needs: awk, gzip
# returns: fractal.png, the Mandelbrot set in colours; fractal.txt, the same in letters
# takes: a few seconds
# runs-on: any Linux or macOS runner
set -euo pipefail
export LC_ALL=C
mkdir -p uploads
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
width=${FRACTAL_WIDTH:-480}
height=$((width * 2 / 3))
limit=${FRACTAL_LIMIT:-120}

# The colour number of each point, 0 for the set itself, a row a line.
points() {
    awk -v w="$1" -v h="$2" -v limit="$limit" 'BEGIN {
        for (row = 0; row < h; row++) {
            ci = (row / h - 0.5) * 2.4
            line = ""
            for (col = 0; col < w; col++) {
                cr = col / w * 3.6 - 2.5
                x = y = n = 0
                while (n < limit && x * x + y * y < 64) { t = x * x - y * y + cr; y = 2 * x * y + ci; x = t; n++ }
                # The distance beyond the border makes the steps between the colours smooth.
                smooth = n - log(log(x * x + y * y + 2) / log(64)) / log(2)
                line = line (n >= limit ? 0 : 1 + int(sqrt(smooth < 0 ? 0 : smooth) * 26) % 255) " "
            }
            print line
            if (row % int(h / 8 + 1) == 0) printf "row %d of %d\n", row, h > "/dev/stderr"
        }
    }'
}

be32() { # be32 NUMBER: four bytes, the highest first
    # shellcheck disable=SC2059 # the format is the bytes
    printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) $(($1 & 255)))"
}

# chunk TYPE FILE: a PNG chunk. gzip's last eight bytes begin with the CRC-32 of what went in, the lowest byte first.
chunk() {
    local b0 b1 b2 b3
    be32 "$(wc -c <"$2")"
    { printf '%s' "$1" && cat "$2"; } | tee "$scratch/body"
    read -r b0 b1 b2 b3 < <(gzip -c <"$scratch/body" | tail -c 8 | head -c 4 | od -An -v -tu1)
    be32 $((b3 << 24 | b2 << 16 | b1 << 8 | b0))
}

echo "A picture of $width x $height points, at most $limit steps each"
points "$width" "$height" >"$scratch/points"

# Each row begins with its filter, 0 for none.
# shellcheck disable=SC2059
printf "$(awk '{ printf "\\000"; for (i = 1; i <= NF; i++) printf "\\%03o", $i }' "$scratch/points")" >"$scratch/raw"
{ be32 "$width"; be32 "$height"; printf '\010\003\000\000\000'; } >"$scratch/head"
# shellcheck disable=SC2059
printf "$(awk 'BEGIN {
    printf "\\000\\000\\000"
    for (i = 1; i < 256; i++) {
        a = i / 40
        printf "\\%03o\\%03o\\%03o", 128 + 127 * sin(a - 2), 128 + 127 * sin(a - 1.4), 128 + 127 * sin(a - 0.6)
    }
}')" >"$scratch/palette"
# A zlib stream is gzip without its own head and tail, with an Adler-32 sum behind.
gzip -n -9 -c <"$scratch/raw" >"$scratch/gz"
{
    printf '\170\332'
    tail -c +11 "$scratch/gz" | head -c $(($(wc -c <"$scratch/gz") - 18))
    be32 "$(od -An -v -tu1 "$scratch/raw" | awk 'BEGIN { a = 1 }
        { for (i = 1; i <= NF; i++) { a = (a + $i) % 65521; b = (b + a) % 65521 } } END { printf "%.0f", b * 65536 + a }')"
} >"$scratch/data"
: >"$scratch/end"
{
    printf '\211PNG\r\n\032\n'
    chunk IHDR "$scratch/head"
    chunk PLTE "$scratch/palette"
    chunk IDAT "$scratch/data"
    chunk IEND "$scratch/end"
} >uploads/fractal.png

points 76 30 2>/dev/null | awk '{ for (i = 1; i <= NF; i++) printf "%s", $i == 0 ? "#" : substr(" .:-=+*%", $i < 45 ? 1 : $i < 60 ? 2 : $i < 75 ? 3 : $i < 90 ? 4 : $i < 120 ? 5 : $i < 160 ? 6 : 7, 1); print "" }' |
    tee uploads/fractal.txt
wc -c uploads/fractal.png
