#!/usr/bin/env bash
# Keeps one open issue while something is changed outside Terraform: it opens it, edits it when the report changes, and closes it when all is
# clean. What is merged and not applied yet (4) neither opens nor closes one.
#
#   ci/drift-issue-gitlab.sh <out folder of ci/drift.sh>
#
# Needs curl, jq, REVIEW_TOKEN (a project access token with the scope api), and what each job has: CI_API_V4_URL and CI_PROJECT_ID.
set -euo pipefail
report=${1:?usage: ci/drift-issue-gitlab.sh <out folder of ci/drift.sh>}/drift.md
code=$(cat "$1/exit-code")
# shellcheck source=api.sh
. "$(dirname "$0")/api.sh"

read_marker "$report"
gitlab
entries "$project/issues?state=opened&scope=all&author_id=$me"
issue=$(mine '(.author.id | tostring) == $me and (.description // "" | startswith($marker))')
at=$project/issues/$(jq .iid <<< "${issue:-null}")
case $code in
  3)
    if [ -z "$issue" ]; then
      send POST "$project/issues" '{title: "The travel policy was changed outside Terraform", $description, labels: "travel-policy-drift"}' --rawfile description "$report"
      echo "opened an issue"
    elif same "$issue" .description "$report"; then
      echo "the issue says so already"
    else
      send PUT "$at" '{$description}' --rawfile description "$report"
      echo "edited the issue"
    fi
    ;;
  0)
    if [ -n "$issue" ]; then
      # Closed first: an issue without a last comment is better than a comment each day.
      send PUT "$at" '{state_event: "close"}'
      send POST "$at/notes" '{body: "Nothing is changed outside Terraform any more."}'
      echo "closed the issue"
    fi
    ;;
  4) ;;
  *)
    echo "the check ended with $code, so nobody knows" >&2
    exit 1
    ;;
esac
