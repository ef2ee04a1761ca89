# shellcheck shell=bash disable=SC2034
# What the scripts for GitHub and for GitLab share: requests with curl, lists read to their end, and how our own comment is known again. It is
# sourced. It is curl and jq for both, so that they need no program of one forge, and one kind of test holds all of them.

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# request <method> <url> [<file with the body>]: the answer is in $work/answer and its code in $status. The headers are in a file, because
# everybody on a computer can read the arguments of a command. A POST is never repeated: a second one would be a second comment.
request() {
  local body=() repeats=3
  if [ $# -eq 3 ]; then body=(--header 'Content-Type: application/json' --data-binary "@$3"); fi
  if [ "$1" = POST ]; then repeats=0; fi
  : > "$work/answer"
  status=$(curl --silent --show-error --max-time 60 --retry "$repeats" --request "$1" --header "@$work/headers" "${body[@]}" \
    --output "$work/answer" --write-out '%{http_code}' "$2")
  [[ $status == 2?? ]]
}

# refused <what>: ends the script after a request that failed.
refused() {
  echo "$1: $status $(jq -r '.message // .error // empty | tostring' "$work/answer" 2> /dev/null || true)" >&2
  exit 1
}

# send <method> <url> <jq program for the body> [jq options]
send() {
  jq -n "${@:4}" "$3" > "$work/body"
  request "$1" "$2" "$work/body" || refused "$1 $2"
}

# entries <url>: all entries of a list, as JSON lines in $work/entries. It ends with the first empty page, however long the server makes them.
entries() {
  local page=1 separator='?'
  if [[ $1 == *\?* ]]; then separator='&'; fi
  : > "$work/entries"
  while :; do
    request GET "$1${separator}per_page=100&page=$page" || refused "GET $1"
    if [ "$(jq length "$work/answer")" -eq 0 ]; then return; fi
    jq -c '.[]' "$work/answer" >> "$work/entries"
    page=$((page + 1))
  done
}

# github: $project is the address of the repository, $me the name of who the token belongs to.
github() {
  local api=${GITHUB_API_URL:-https://api.github.com}
  project=$api/repos/${GITHUB_REPOSITORY:?}
  printf '%s\n' "Authorization: Bearer ${GITHUB_TOKEN:?}" 'Accept: application/vnd.github+json' 'X-GitHub-Api-Version: 2022-11-28' > "$work/headers"
  if request GET "$api/user"; then
    me=$(jq -r .login "$work/answer")
  elif [ "$status" = 403 ]; then
    me='github-actions[bot]' # the token of a workflow may not ask
  else
    refused "GET $api/user"
  fi
}

# gitlab: the same, where $me is an id. It takes a project access token, because a job's own token may not comment.
gitlab() {
  project=${CI_API_V4_URL:?}/projects/${CI_MERGE_REQUEST_PROJECT_ID:-${CI_PROJECT_ID:?}}
  printf '%s\n' "PRIVATE-TOKEN: ${REVIEW_TOKEN:?a project access token with the scope api}" > "$work/headers"
  request GET "$CI_API_V4_URL/user" || refused "GET $CI_API_V4_URL/user"
  me=$(jq -r .id "$work/answer")
}

# read_marker <file>: the first line of what is written, <!-- … -->, which nobody sees, and by which it is found again.
read_marker() {
  marker=$(head -n 1 "$1")
  if [[ $marker != '<!-- '*' -->' ]]; then
    echo "$1 does not begin with a marker, <!-- … -->" >&2
    exit 1
  fi
}

# mine <jq condition, with $me and $marker>: the oldest of the entries for which it holds, as JSON, or nothing. The author is part of each
# condition, so that nobody else's text with the same marker is overwritten.
mine() {
  jq -sc --arg me "$me" --arg marker "$marker" "map(select($1)) | sort_by(.id) | first // empty" "$work/entries"
}

# same <entry> <its text, in jq> <file>: whether it says what the file says; ends of lines and of the text are the forge's.
same() {
  jq -e --rawfile text "$3" "def plain: gsub(\"\\r\"; \"\") | sub(\"\\\\s+\$\"; \"\"); ($2 | plain) == (\$text | plain)" <<< "$1" > /dev/null
}
