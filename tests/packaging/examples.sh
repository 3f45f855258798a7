#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Breaks for the user: an example of the gallery that fails, has no header, or leaves not what it says comes back. All of them
# run on the hub, as one array: those that need no network to their end, the others against stand-ins on loopback.
#   tests/packaging/examples.sh [PUNCH]      PUNCH: the built program, by default build/bin/punch
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
punch=${1:-$top/build/bin/punch}
stand_ins=$top/tests/packaging/examples
groups=" Look around, Build, Media, Machine learning, Deploy, Measure,"
wrong() { printf '%s: %s\n' "$(basename "$script")" "$1" && exit 1; }
field() { sed -n "s/^# $1: //p" "$script"; } # field NAME: what the header of $script says of it

shellcheck "$top"/examples/*.sh
for script in "$top"/examples/*.sh; do
    [ -x "$script" ] || wrong "is not executable"
    for name in title group needs returns takes runs-on; do
        [ -n "$(field "$name")" ] || wrong "has no line '# $name: …'"
    done
    case $groups in *" $(field group),"*) ;; *) wrong "is of a group that the gallery does not know" ;; esac
    grep -q '^set -euo pipefail$' "$script" || wrong "goes on after an error"
    grep -qF "($(basename "$script"))" "$top/examples/README.md" || wrong "is not in examples/README.md"
    grep -qF "(examples/$(basename "$script"))" "$top/README.md" || wrong "is not in README.md"
done

scratch=$(mktemp -d)
server=
end() {
    local hub
    hub=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$scratch/home/hub/address.json" 2>/dev/null) || true
    for process in $server $hub; do kill "$process" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap end EXIT

# What the examples fetch: all of it stands in, but the checksums are right.
site=$scratch/site
cp -r "$stand_ins" "$scratch/standins" && rm "$scratch/standins/job.sh"
packed() { # packed FILE FOLDER...: from the scratch folder
    mkdir -p "$(dirname "$1")" && tar -czf "$1" -C "$scratch" "${@:2}"
}
mkdir -p "$scratch/linux-6.12.117" "$scratch/llama-b10472" "$site/yt-dlp" "$site/faas-cli/0.17.4" "$site/llama/api"
cp "$stand_ins/server.py" "$scratch/llama-b10472/llama-server"
packed "$site/kernel/linux-6.12.117.tar.xz" linux-6.12.117
(cd "$site/kernel" && sha256sum -- *.xz >sha256sums.asc)
printf 'import sys\nopen(sys.argv[sys.argv.index("-o") + 1].replace("%%(ext)s", "webm"), "w").write("film")\n' >"$site/yt-dlp/yt-dlp"
(cd "$site/yt-dlp" && sha256sum yt-dlp >SHA2-256SUMS)
for name in faas-cli faas-cli-arm64; do
    cp "$stand_ins/tool.sh" "$site/faas-cli/0.17.4/$name"
    (cd "$site/faas-cli/0.17.4" && sha256sum "$name" >"$name.sha256")
done
cp "$stand_ins/tool.sh" "$scratch/grype"
for kind in amd64 arm64; do packed "$site/grype/v0.119.0/grype_0.119.0_linux_$kind.tar.gz" grype; done
(cd "$site/grype/v0.119.0" && sha256sum -- *.gz >grype_0.119.0_checksums.txt)
for kind in x64 arm64; do packed "$site/llama/b10472/llama-b10472-bin-ubuntu-$kind.tar.gz" llama-b10472; done
(cd "$site/llama/b10472" && sha256sum -- *.gz) | awk '{ printf "%s{\"name\": \"%s\", \"digest\": \"sha256:%s\"}", (NR > 1 ? ", " : "{\"assets\": ["), $2, $1 }
    END { print "]}" }' >"$site/llama/api/b10472"
for model in bartowski/Llama-3.2-1B-Instruct-GGUF:Llama-3.2-1B-Instruct-Q4_K_M.gguf ggerganov/whisper.cpp:ggml-base.bin; do
    folder=$site/hub/${model%:*}
    mkdir -p "$folder/raw/main" "$folder/resolve/main"
    echo weights >"$folder/resolve/main/${model#*:}"
    echo "oid sha256:$(sha256sum <"$folder/resolve/main/${model#*:}" | cut -d' ' -f1)" >"$folder/raw/main/${model#*:}"
done
python3 "$stand_ins/server.py" --files "$site" --port-file "$scratch/standins/port" &
server=$!
for ((waited = 0; waited < 200; waited++)); do
    [ ! -s "$scratch/standins/port" ] || break
    sleep 0.05
done

status=0
PUNCHCARD_HOME=$scratch/home "$punch" run "$stand_ins/job.sh" --local --input "$scratch/standins" --out "$scratch/out" \
    --each "$top"/examples/*.sh >"$scratch/log" 2>&1 || status=$?
task=0
for script in "$top"/examples/*.sh; do
    # Every file and folder that the header promises is there, and has something in it.
    promised=$(field returns | grep -oE '\b[a-z]+(\.[a-z0-9]+)+|\b[a-z]+/') || wrong "names no file that comes back"
    for name in $promised; do
        [ -n "$(find "$scratch/out/$task/$name" -type f -size +0c 2>/dev/null)" ] || { cat "$scratch/log" && wrong "left no uploads/$name"; }
    done
    printf '%-20s %s\n' "$(basename "$script")" "$(tr '\n' ' ' <<<"$promised")"
    task=$((task + 1))
done
[ "$status" -eq 0 ] || { cat "$scratch/log" && exit "$status"; }
