#!/usr/bin/env bash
# Keeps one open issue while something is changed outside Terraform: it opens it, edits it when the report changes, and closes it when all is
# clean. What is merged and not applied yet (4) neither opens nor closes one.
#
#   ci/drift-issue-github.sh <out folder of ci/drift.sh>
#
# Needs curl, jq, GITHUB_TOKEN (issues: write), GITHUB_REPOSITORY, and elsewhere than at github.com GITHUB_API_URL.
set -euo pipefail
report=${1:?usage: ci/drift-issue-github.sh <out folder of ci/drift.sh>}/drift.md
code=$(cat "$1/exit-code")
# shellcheck source=api.sh
. "$(dirname "$0")/api.sh"

read_marker "$report"
github
entries "$project/issues?state=open"
# A pull request is an issue too.
issue=$(mine '.user.login == $me and .pull_request == null and (.body // "" | startswith($marker))')
at=$project/issues/$(jq .number <<< "${issue:-null}")
case $code in
  3)
    if [ -z "$issue" ]; then
      send POST "$project/issues" '{title: "The travel policy was changed outside Terraform", $body, labels: ["travel-policy-drift"]}' --rawfile body "$report"
      echo "opened an issue"
    elif same "$issue" .body "$report"; then
      echo "the issue says so already"
    else
      send PATCH "$at" '{$body}' --rawfile body "$report"
      echo "edited the issue"
    fi
    ;;
  0)
    if [ -n "$issue" ]; then
      # Closed first: an issue without a last comment is better than a comment each day.
      send PATCH "$at" '{state: "closed", state_reason: "completed"}'
      send POST "$at/comments" '{body: "Nothing is changed outside Terraform any more."}'
      echo "closed the issue"
    fi
    ;;
  4) ;;
  *)
    echo "the check ended with $code, so nobody knows" >&2
    exit 1
    ;;
esac
