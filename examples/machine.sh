#!/usr/bin/env bash
# title: What machine is this?
# group: Look around
# network: none
# needs: nothing
# returns: report.txt and report.json with processor, memory, disk and system
# takes: a second
# runs-on: any Linux or macOS runner
set -euo pipefail
mkdir -p uploads

cores=$(getconf _NPROCESSORS_ONLN)
model=$(awk -F': *' '/^model name/ {print $2; exit}' /proc/cpuinfo 2>/dev/null || sysctl -n machdep.cpu.brand_string)
memory=$(awk '/^MemTotal/ {printf "%d", $2 / 1024}' /proc/meminfo 2>/dev/null || echo 0)
disk=$(df -Pm . | awk 'NR == 2 {print $4}')
system=$(uname -srm)

printf '%-12s %s\n' System "$system" Processor "${model:-unknown}" Cores "$cores" 'Memory MiB' "$memory" 'Free MiB' "$disk" |
    tee uploads/report.txt
awk -v s="$system" -v m="${model:-unknown}" -v c="$cores" -v r="$memory" -v d="$disk" 'BEGIN {
    gsub(/["\\]/, "", s); gsub(/["\\]/, "", m)
    printf "{\"system\":\"%s\",\"processor\":\"%s\",\"cores\":%d,\"memory_mib\":%d,\"free_mib\":%d}\n", s, m, c, r, d
}' >uploads/report.json
