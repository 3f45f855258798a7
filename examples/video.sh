#!/usr/bin/env bash
# title: Fetch a video and convert it
# group: Media
# needs: the network; python3 and ffmpeg (installed when missing and sudo works)
# returns: video.mp4 for any player, at most 720 lines; audio.m4a, the sound alone; poster.jpg; video.txt, what it is
# takes: two minutes for the first minute of a film
# runs-on: ubuntu-24.04 or ubuntu-24.04-arm
# punchcard: runs-on=ubuntu-24.04
set -euo pipefail
mkdir -p uploads
# Big Buck Bunny, by the Blender Foundation: CC BY 3.0. Some sites turn away the addresses of data centres.
url=${VIDEO_URL:-https://archive.org/details/BigBuckBunny_124}
seconds=${VIDEO_SECONDS:-60}
# Sites change: only the newest yt-dlp is of use. Its checksums come from the same release.
release=${YT_DLP_RELEASE:-https://github.com/yt-dlp/yt-dlp/releases/latest/download}
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

need curl curl
need python3 python3
need ffmpeg ffmpeg
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for file in yt-dlp SHA2-256SUMS; do
    curl -fsSL --retry 3 -o "$scratch/$file" "$release/$file" || fail "$release/$file cannot be had: is there a network?"
done
(cd "$scratch" && grep ' yt-dlp$' SHA2-256SUMS | sha256sum -c -) || fail "yt-dlp is not what its makers published."

echo "Fetching $url"
python3 "$scratch/yt-dlp" --no-playlist --no-progress -f 'b[height<=720]/b/bv*+ba' -o "$scratch/film.%(ext)s" "$url" ||
    fail "$url could not be fetched. Is it still there, and does it let data centres in?"
film=$(find "$scratch" -name 'film.*' | head -n 1)
[ -n "$film" ] || fail "Nothing came from $url."

cut=(ffmpeg -nostdin -loglevel warning -y -i "$film" -t "$seconds")
echo "Converting the first $seconds seconds on $(getconf _NPROCESSORS_ONLN) cores"
"${cut[@]}" -vf "scale=-2:'min(720,ih)'" -c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p -c:a aac -movflags +faststart uploads/video.mp4
"${cut[@]}" -vn -c:a aac -b:a 128k uploads/audio.m4a
ffmpeg -nostdin -loglevel warning -y -ss "$((seconds / 3))" -i uploads/video.mp4 -frames:v 1 -update 1 uploads/poster.jpg
{
    printf 'From %s\n' "$url"
    ffprobe -loglevel error -show_entries format=duration,size:stream=codec_name,width,height -of default=nokey=0:noprint_wrappers=1 uploads/video.mp4
} | tee uploads/video.txt
