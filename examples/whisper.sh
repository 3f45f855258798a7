#!/usr/bin/env bash
# title: Write down what is said in a folder of audio
# group: Machine learning
# needs: the network, git, cmake, g++; ffmpeg for anything but wav, mp3, flac and ogg (installed when missing and sudo works)
# inputs: audio, a folder of recordings; without it a short one that comes with whisper.cpp
# array: one element for each recording
# returns: transcripts/ with a text and subtitles for each recording; times.csv
# takes: three minutes, and about a third of the recordings' length on 4 cores
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads/transcripts
release=${WHISPER_RELEASE:-v1.7.6}
model=${WHISPER_MODEL:-base}
source=${WHISPER_SOURCE:-https://github.com/ggml-org/whisper.cpp}
models=${WHISPER_MODELS:-https://huggingface.co/ggerganov/whisper.cpp}
cores=$(getconf _NPROCESSORS_ONLN)
fail() { printf '%s\n' "$1" >&2 && exit 1; }

# need COMMAND PACKAGE...: what is missing is installed, where that can be done without a question.
need() {
    local command=$1 become=(env)
    shift
    ! command -v "$command" >/dev/null || return 0
    [ "$(id -u)" -eq 0 ] || become=(sudo -n)
    "${become[@]}" apt-get --version >/dev/null 2>&1 || fail "There is no $command here, and it cannot be installed: it comes with $*."
    "${become[@]}" apt-get -qq update
    "${become[@]}" apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git -c advice.detachedHead=false clone -q --depth 1 --branch "$release" "$source" "$scratch/whisper" ||
    fail "$source cannot be had: is there a network?"

# One recording by --each; in a plain array each element takes its share of the folder; otherwise all of it.
recordings=()
if [ -n "${PUNCHCARD_INPUT:-}" ]; then
    recordings=("$PUNCHCARD_INPUT")
elif [ -d audio ]; then
    number=0
    while IFS= read -r file; do
        [ $((number++ % ${PUNCHCARD_TASKS:-1})) -ne "${PUNCHCARD_TASK:-0}" ] || recordings+=("$file")
    done < <(find audio -type f ! -name '.*' | sort)
    [ "$number" -gt 0 ] || fail "The folder audio is empty."
else
    echo "No folder audio came with the script: taking the recording of whisper.cpp"
    recordings=("$scratch/whisper/samples/jfk.wav")
fi
if [ "${#recordings[@]}" -eq 0 ]; then
    echo "There are more elements than recordings: nothing to do for this one."
    exit 0
fi

if ! command -v whisper-cli >/dev/null; then
    need cmake cmake
    need g++ g++
    cmake -S "$scratch/whisper" -B "$scratch/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DWHISPER_BUILD_TESTS=OFF >/dev/null
    cmake --build "$scratch/build" --target whisper-cli -j "$cores" >/dev/null
    PATH=$scratch/build/bin:$PATH
fi
# The hub stores a small text in place of each large file, with its checksum in it.
sum=$(curl -fsS --retry 3 "$models/raw/main/ggml-$model.bin" | sed -n 's/^oid sha256://p') || sum=
[ "${#sum}" -eq 64 ] || fail "$models tells no checksum of ggml-$model.bin: is there a network, and such a model?"
curl -fsSL --retry 3 -o "$scratch/model.bin" "$models/resolve/main/ggml-$model.bin" || fail "The model cannot be had from $models."
echo "$sum  $scratch/model.bin" | sha256sum -c - || fail "ggml-$model.bin is not what was published."

echo "recording,seconds" >uploads/times.csv
for recording in "${recordings[@]}"; do
    [ -f "$recording" ] || fail "There is no recording $recording."
    # Two recordings of one name in two folders, or of two kinds, stay apart.
    name=$(tr / _ <<<"${recording#audio/}") began=$SECONDS
    [ "$recording" != "$scratch/whisper/samples/jfk.wav" ] || name=jfk.wav
    case $recording in
    *.wav | *.mp3 | *.flac | *.ogg) ;;
    *)
        need ffmpeg ffmpeg
        ffmpeg -nostdin -loglevel error -y -i "$recording" -ar 16000 -ac 1 "$scratch/plain.wav"
        recording=$scratch/plain.wav
        ;;
    esac
    echo "== $name"
    whisper-cli -m "$scratch/model.bin" -f "$recording" -l auto -t "$cores" -np -otxt -osrt -of "uploads/transcripts/$name"
    echo "\"${name//\"/\"\"}\",$((SECONDS - began))" >>uploads/times.csv
done
