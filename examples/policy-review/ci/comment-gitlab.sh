#!/usr/bin/env bash
# Writes a file as the one comment on a merge request: the first time it makes the comment, later it edits it.
#
#   ci/comment-gitlab.sh <comment.md>
#
# Needs curl, jq, REVIEW_TOKEN (a project access token with the scope api), and what each job of a merge request has: CI_API_V4_URL,
# CI_MERGE_REQUEST_PROJECT_ID and CI_MERGE_REQUEST_IID.
set -euo pipefail
file=${1:?usage: ci/comment-gitlab.sh <comment.md>}
# shellcheck source=api.sh
. "$(dirname "$0")/api.sh"

read_marker "$file"
gitlab
notes=$project/merge_requests/${CI_MERGE_REQUEST_IID:?}/notes
entries "$notes"
note=$(mine '(.author.id | tostring) == $me and (.body // "" | startswith($marker))')
if [ -z "$note" ]; then
  send POST "$notes" '{$body}' --rawfile body "$file"
  echo "made the comment"
elif same "$note" .body "$file"; then
  echo "the comment says so already"
else
  send PUT "$notes/$(jq .id <<< "$note")" '{$body}' --rawfile body "$file"
  echo "edited the comment"
fi
