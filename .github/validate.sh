#!/usr/bin/env bash
# The step of action.yml that validates: annotations on standard output, a job summary, SARIF in a file.
set -uo pipefail

lines() { # the lines of a text that are not blank, into an array of that name
  local -n into=$1
  local line
  into=()
  while IFS= read -r line; do
    line="${line%$'\r'}"
    [[ -n "${line//[[:space:]]/}" ]] && into+=("$line")
  done <<<"$2"
  return 0
}

lines paths "$PATHS"
lines arguments "$ARGUMENTS"
if [[ ${#paths[@]} -eq 0 ]]; then
  echo "::error::the input 'paths' names nothing to check"
  exit 2
fi

summary=$(mktemp "${RUNNER_TEMP:-/tmp}/conflictdp.XXXXXX")
formats=(--format github --format "markdown=$summary")
[[ -n "$SARIF" ]] && formats+=(--format "sarif=$SARIF")

"$RUNNER_TEMP/conflictdp/bin/conflictdp" validate "${formats[@]}" --fail-on "$FAIL_ON" "${arguments[@]}" -- "${paths[@]}"
code=$?

cat "$summary" >>"$GITHUB_STEP_SUMMARY"
[[ -n "$SARIF" && -s "$SARIF" ]] && echo "sarif=$SARIF" >>"$GITHUB_OUTPUT"
verdicts=(passed failed undone)
echo "verdict=${verdicts[$code]:-undone}" >>"$GITHUB_OUTPUT"
exit "$code"
