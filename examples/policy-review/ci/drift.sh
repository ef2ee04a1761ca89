#!/usr/bin/env bash
# Says what somebody changed outside Terraform.
#
#   ci/drift.sh <out folder>
#
# The out folder gets drift.md, and exit-code, which is not there when the check itself failed. Exit codes are those of spotnana drift: 0 clean,
# 1 Terraform, the API or the command failed, 3 something was changed outside Terraform, 4 nothing was, but something is not applied yet.
set -euo pipefail
umask 077
mkdir -p "${1:?usage: ci/drift.sh <out folder>}"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
rm -f "$out/drift.md" "$out/exit-code"

# The plan and its JSON have every value of the state: they are secrets, and stay in this folder, which is gone at the end.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
# As in review.sh: what is printed has texts that others wrote, and is no command to the runner.
if [ "${GITHUB_ACTIONS:-}" = true ]; then echo "::stop-commands::$(basename "$work")"; fi
init=(-input=false -no-color)
if [ -f .terraform.lock.hcl ]; then init+=(-lockfile=readonly); fi
terraform init "${init[@]}" > "$work/init" || {
  cat "$work/init"
  exit 1
}

# No -minimal-refresh, no -refresh=false and no -target: what was not read cannot have drifted.
if ! terraform plan -input=false -lock=false -json -out="$work/tfplan" > "$work/plan.jsonl"; then
  jq -r 'select(."@level" == "error") | ."@message", (.diagnostic.detail // empty)' "$work/plan.jsonl" >&2
  exit 1
fi
terraform show -json "$work/tfplan" > "$work/plan.json"

code=0
{
  echo '<!-- travel-policy-drift -->'
  spotnana drift "$work/plan.json" --log "$work/plan.jsonl" --format markdown --limit 60000
} > "$work/drift.md" || code=$?
cat "$work/drift.md"
case $code in
  0 | 3 | 4)
    cp "$work/drift.md" "$out/drift.md"
    echo "$code" > "$out/exit-code"
    ;;
esac
exit "$code"
