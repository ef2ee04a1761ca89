#!/usr/bin/env bash
# Writes a file as the one comment on a pull request: the first time it makes the comment, later it edits it.
#
#   ci/comment-github.sh <comment.md>
#
# Needs curl, jq, GITHUB_TOKEN (pull-requests: write), GITHUB_REPOSITORY, PULL_REQUEST (its number), and elsewhere than at github.com GITHUB_API_URL.
set -euo pipefail
file=${1:?usage: ci/comment-github.sh <comment.md>}
# shellcheck source=api.sh
. "$(dirname "$0")/api.sh"

read_marker "$file"
github
entries "$project/issues/${PULL_REQUEST:?}/comments"
comment=$(mine '.user.login == $me and (.body // "" | startswith($marker))')
if [ -z "$comment" ]; then
  send POST "$project/issues/$PULL_REQUEST/comments" '{$body}' --rawfile body "$file"
  echo "made the comment"
elif same "$comment" .body "$file"; then
  echo "the comment says so already"
else
  send PATCH "$project/issues/comments/$(jq .id <<< "$comment")" '{$body}' --rawfile body "$file"
  echo "edited the comment"
fi
