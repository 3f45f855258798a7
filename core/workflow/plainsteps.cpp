// SPDX-License-Identifier: MIT
#include "core/workflow/plainsteps.h"

namespace punchcard::workflow {

namespace {

// What other programs take for one line.
constexpr qsizetype base64Line = 76;

} // namespace

// Base64 has no dollar sign: nothing of the script can be an expression, and the limit for texts with expressions in them
// does not hold.
QByteArray writeScriptProgram(const QByteArray &script)
{
    const QByteArray coded = script.toBase64();
    QByteArray program = "base64 --decode > job.sh <<'END'\n";
    for (qsizetype at = 0; at < coded.size(); at += base64Line)
        program += coded.mid(at, base64Line) + '\n';
    return program + "END\n";
}

// As actions/checkout has it: the token goes into git's configuration by the environment, never into an argument.
QByteArray fetchCommitProgram()
{
    return R"bash(files=()
while IFS= read -r file; do
  [ -z "$file" ] || files+=("$file")
done <<< "${PUNCHCARD_FILES-}"
find . -mindepth 1 -maxdepth 1 -exec rm -rf {} +
if command -v git > /dev/null; then
  basic=$(printf 'x-access-token:%s' "$PUNCHCARD_TOKEN" | base64 | tr -d '\n')
  echo "::add-mask::$basic"
  export GIT_CONFIG_COUNT=1
  export GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader"
  export GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic"
  git init --quiet .
  if git fetch --quiet --depth 1 "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" "$GITHUB_SHA"; then
    if [ ${#files[@]} -eq 0 ]; then
      git checkout --quiet --detach FETCH_HEAD
    else
      git read-tree FETCH_HEAD
      git --literal-pathspecs ls-files -z -- "${files[@]}" | git checkout-index --quiet -u -z --stdin
    fi
    exit
  fi
fi
commit=$RUNNER_TEMP/punchcard-commit
rm -rf "$commit"
mkdir -p "$commit"
printf 'header = "Authorization: Bearer %s"\n' "$PUNCHCARD_TOKEN" |
  curl --config - --fail --silent --show-error --location --retry 5 \
    --output "$commit.tar.gz" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/tarball/$GITHUB_SHA"
if [ ${#files[@]} -eq 0 ]; then
  tar -xzf "$commit.tar.gz" --strip-components 1
else
  tar -xzf "$commit.tar.gz" --strip-components 1 -C "$commit"
  for file in "${files[@]}"; do
    [ -e "$commit/$file" ] || [ -L "$commit/$file" ] || continue
    case $file in */*) mkdir -p "./${file%/*}" ;; esac
    mv "$commit/$file" "./$file"
  done
fi
rm -rf "$commit" "$commit.tar.gz"
)bash";
}

QByteArray tellLostProgram()
{
    return R"bash(while IFS= read -r path; do
  if [ -n "$path" ] && [ -n "$(find "./$path" \( -type f -o -type l \) 2> /dev/null | head -n 1)" ]; then
    echo "::error::The rules for Actions allow no workflow here to keep files. What lies in $path is lost."
    exit 1
  fi
done <<< "$PUNCHCARD_RESULTS"
)bash";
}

} // namespace punchcard::workflow
