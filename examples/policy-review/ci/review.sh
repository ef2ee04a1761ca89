#!/usr/bin/env bash
# Reviews the configuration: format, misspelt names, Terraform's own checks and tests, the tests of the rules, and then the plan: the change in
# words, and the rules in rules/. It goes on when something was found, so that one run says everything.
#
#   ci/review.sh [--without-plan] <out folder>
#
# --without-plan is for who has no credentials, such as a merge request from a fork. The rules do not run then, because they read the plan.
#
# The out folder gets comment.md, findings.json, and code-quality.json for GitLab. Exit codes: 0 nothing found, 1 something could not be
# checked, 2 something was found; warnings let a change pass.
set -euo pipefail
umask 077

planned=yes
if [ "${1:-}" = --without-plan ]; then
  planned=no
  shift
fi
if [ $# -ne 1 ]; then
  echo "usage: ci/review.sh [--without-plan] <out folder>" >&2
  exit 1
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

for tool in terraform spotnana opa jq; do
  command -v "$tool" > /dev/null || {
    echo "review.sh: $tool is not on the PATH: ci/install.sh puts it there" >&2
    exit 1
  }
done

# The plan and its JSON have every value of the state: they are secrets, and stay in this folder, which is gone at the end.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/findings.jsonl"
: > "$work/undone"
: > "$work/review.md"
rm -f "$out/comment.md" "$out/findings.json" "$out/code-quality.json"

export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1

# On GitHub a line of the log that begins with :: is a command to the runner. What the programs print has texts of the configuration, so until the
# annotations the runner is told to obey nobody who does not know the word.
word=$(basename "$work")
if [ "${GITHUB_ACTIONS:-}" = true ]; then echo "::stop-commands::$word"; fi

# Where the forge shows the files at this commit.
link=
if [ "${GITHUB_ACTIONS:-}" = true ]; then
  link=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$GITHUB_SHA
elif [ "${GITLAB_CI:-}" = true ]; then
  link=$CI_PROJECT_URL/-/blob/$CI_COMMIT_SHA
fi

step() { printf '\n==> %s\n' "$*"; }

# undone <sentence>: something was not checked, so the result is not green.
undone() {
  printf '%s\n' "$1" | tee -a "$work/undone"
}

# found <jq program> <file> [jq options]: adds findings, which the program makes of the file.
found() {
  jq -c "${@:3}" "$1" "$2" >> "$work/findings.jsonl"
}

# messages <file>: the errors and warnings of a command of Terraform that printed JSON lines, for the log.
messages() {
  jq -r 'select(."@level" == "error" or ."@level" == "warn") | ."@message", (.diagnostic.detail // empty)' "$1"
}

# errors <source> <file> [<jq program for the message>]: its errors as findings. Only their summaries: a detail may have values, and more people
# read a comment than a log. An error without a place beside others with one only sums them up.
errors() {
  local message='.summary + (if .address then " (\(.address))" else "" end)'
  if [ $# -eq 3 ]; then message=$3; fi
  found '[inputs | select(.type == "diagnostic" and .diagnostic.severity == "error") | .diagnostic]
    | if any(.range) then map(select(.range)) else . end | .[]
    | {source: $source, file: .range.filename, line: .range.start.line, message: ('"$message"')} | del(.[] | nulls)' "$2" -n --arg source "$1"
}

# warnings <source> <file>: its warnings, such as failed checks, as findings that let a change pass.
warnings() {
  found '[inputs | select(.type == "diagnostic" and .diagnostic.severity == "warning") | .diagnostic
      | {source: $source, severity: "warning", file: .range.filename, line: .range.start.line,
         message: (.summary + (if .address then " (\(.address))" else "" end))} | del(.[] | nulls)]
    | unique | .[]' "$2" -n --arg source "$1"
}

step "terraform fmt"
if ! terraform fmt -check -recursive > "$work/fmt" 2> "$work/stderr"; then
  # Files that cannot be read are no finding of the format: init and validate say what is wrong with them.
  found '{source: "fmt", file: ., line: 1, message: "not in the usual format: run terraform fmt -recursive"}' <(jq -R . "$work/fmt")
  cat "$work/fmt"
fi

step "spotnana lint"
code=0
spotnana lint --format json > "$work/lint.json" || code=$?
case $code in
  0 | 2) found '.findings[] | {source: "lint", file, line, message}' "$work/lint.json" ;;
  *) undone "spotnana lint failed, so nobody looked for misspelt names." ;;
esac

step "terraform init"
init=(-input=false -json)
if [ -f .terraform.lock.hcl ]; then
  init+=(-lockfile=readonly)
else
  jq -nc '{source: "init", severity: "warning", message: "There is no .terraform.lock.hcl, so nothing pins the providers: commit the one that terraform init writes."}' \
    >> "$work/findings.jsonl"
fi
if [ "$planned" = no ]; then init+=(-backend=false); fi
valid=yes
if ! terraform init "${init[@]}" > "$work/init.jsonl"; then
  valid=no
  messages "$work/init.jsonl"
  errors init "$work/init.jsonl"
  undone "terraform init failed, so neither the tests nor the rules ran, and the change was not reviewed."
fi

if [ "$valid" = yes ]; then
  step "terraform validate"
  if ! terraform validate -json > "$work/validate.json"; then
    valid=no
    jq -c '.diagnostics[] | {"@level": .severity, "@message": .summary, type: "diagnostic", diagnostic: .}' "$work/validate.json" > "$work/validate.jsonl"
    messages "$work/validate.jsonl"
    # They are about what the files say, and not about values.
    errors validate "$work/validate.jsonl" '.summary + ": " + .detail'
    undone "The configuration is not valid, so neither its tests nor the rules ran, and the change was not reviewed."
  fi
fi

if [ "$valid" = yes ] && { compgen -G '*.tftest.*' || compgen -G 'tests/*.tftest.*'; } > /dev/null; then
  step "terraform test"
  # Tests apply. They have the sandbox or made-up answers, and get no credentials, so that none of them can ever reach an account.
  if ! (
    mapfile -t names < <(compgen -A export SPOTNANA_; compgen -A export UNITE_)
    unset "${names[@]}"
    terraform test -json > "$work/test.jsonl"
  ); then
    messages "$work/test.jsonl"
    errors test "$work/test.jsonl" '.summary + ": " + .detail'
    undone "The tests of the configuration failed."
  fi
fi

step "opa test"
if ! opa test --timeout 1m rules; then # for each test, on a computer that is busy
  undone "The rules fail their own tests, so what they say does not count."
fi

if [ "$planned" = no ]; then
  undone "The rules did not run and the change was not reviewed: that needs a plan, and a plan needs credentials, which this run does not have."
elif [ "$valid" = yes ]; then
  step "terraform plan"
  # Without a lock, because nothing is written, and an apply must not wait. The messages go to a file: some have values.
  if terraform plan -input=false -lock=false -json -out="$work/tfplan" > "$work/plan.jsonl" &&
    terraform show -json "$work/tfplan" > "$work/plan.json"; then
    messages "$work/plan.jsonl"
    warnings plan "$work/plan.jsonl"

    step "spotnana review"
    # A comment has at most 65,536 characters on GitHub; what findings.jq puts above this has at most 25,000.
    spotnana review "$work/plan.json" --source . --link "$link" --limit 40000 > "$work/review.md" ||
      undone "spotnana review failed, so the change was not reviewed."

    step "rules"
    # What OPA prints are lists, also when nothing failed. Anything else means that there are no rules to ask, or that one of them broke.
    if spotnana statements "$work/plan.json" --source . > "$work/statements.json" &&
      opa eval --strict-builtin-errors --format raw -d rules -d limits.yaml -d "$work/statements.json" -i "$work/plan.json" \
        '{"deny": data.travel_policy.deny, "warn": data.travel_policy.warn}' > "$work/rules.json" &&
      jq -es 'length == 1 and (first | [.deny, .warn] | all(type == "array"))' "$work/rules.json" > /dev/null; then
      found '(.deny[], (.warn[] + {severity: "warning"}))
        | {source: "rules", severity, rule, address, attribute, file, line, message: .msg} | del(.[] | nulls)' "$work/rules.json"
    else
      undone "The rules did not run; the log says why."
    fi
  else
    messages "$work/plan.jsonl"
    errors plan "$work/plan.jsonl"
    undone "terraform plan failed, so the rules did not run and the change was not reviewed."
  fi
fi

step "report"
jq -s 'sort_by(.file, .line)' "$work/findings.jsonl" > "$out/findings.json"
jq -L ci 'include "findings"; code_quality' "$out/findings.json" > "$out/code-quality.json"

{
  echo '<!-- travel-policy-review -->'
  jq -j -L ci --rawfile undone "$work/undone" --arg link "$link" \
    'include "findings"; comment($undone | split("\n") | map(select(. != "")); $link)' "$out/findings.json"
  cat "$work/review.md"
  if [ -n "${REVIEW_COMMIT:-}" ]; then printf '\n<sub>Commit %s</sub>\n' "$REVIEW_COMMIT"; fi
} > "$out/comment.md"

if [ "${GITHUB_ACTIONS:-}" = true ]; then
  echo "::$word::"
  jq -r -L ci 'include "findings"; .[] | annotation' "$out/findings.json"
else
  jq -r -L ci 'include "findings"; .[] | text' "$out/findings.json"
fi
if [ -s "$work/undone" ]; then
  exit 1
elif jq -e 'any(.severity != "warning")' "$out/findings.json" > /dev/null; then
  exit 2
fi
echo "nothing found"
