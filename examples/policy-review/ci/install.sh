#!/usr/bin/env bash
# Puts terraform, opa and spotnana into a folder, in the versions of versions.env. What is on the PATH in that version already stays as it is.
# The checksums are in this repository, so a download that was replaced later is refused, whoever replaced it and whatever it is signed with.
#
#   ci/install.sh <folder>
set -euo pipefail
folder=${1:?usage: ci/install.sh <folder>}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=versions.env
. "$here/versions.env"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# platform is where this runs, in the words of the releases. Elsewhere, such as on a Mac, the three are installed by hand.
platform() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo amd64 ;;
    Linux-aarch64) echo arm64 ;;
    *)
      echo "install.sh: no downloads for $(uname -s) on $(uname -m): install the versions of ci/versions.env by hand" >&2
      return 1
      ;;
  esac
}

# download <name> <version> <file> <url> <sums>: the file is in the work folder afterwards, and is what versions.env says.
download() {
  local name=$1 version=$2 file=$3 url=$4 sums=$5 sha256 variable
  variable="$(tr '[:lower:]' '[:upper:]' <<< "${name}_SHA256_${arch}")"
  sha256=${!variable}
  if [ -z "$sha256" ]; then
    echo "install.sh: $variable in ci/versions.env is empty, so nobody has said what $name $version is." >&2
    echo "install.sh: take the line of $file from $sums, check who signed it, and write its SHA-256 there." >&2
    return 1
  fi
  curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$work/$file" "$url"
  echo "$sha256  $work/$file" | sha256sum -c - > /dev/null || {
    echo "install.sh: $url is not what $variable in ci/versions.env says" >&2
    return 1
  }
}

# present <name> <version> <what it says its version is>
present() {
  if [ "$3" != "$2" ]; then return 1; fi
  echo "$1 $2 is there already"
}

arch=$(platform)
mkdir -p "$folder"

if ! present terraform "$TERRAFORM_VERSION" "$(terraform version -json 2> /dev/null | jq -r .terraform_version || true)"; then
  releases=https://releases.hashicorp.com/terraform/$TERRAFORM_VERSION
  file=terraform_${TERRAFORM_VERSION}_linux_$arch.zip
  download terraform "$TERRAFORM_VERSION" "$file" "$releases/$file" "$releases/terraform_${TERRAFORM_VERSION}_SHA256SUMS"
  unzip -q -o "$work/$file" terraform -d "$folder"
fi

if ! present opa "$OPA_VERSION" "$(opa version 2> /dev/null | sed -n 's/^Version: //p' || true)"; then
  releases=https://github.com/open-policy-agent/opa/releases/download/v$OPA_VERSION
  file=opa_linux_${arch}_static
  download opa "$OPA_VERSION" "$file" "$releases/$file" "$releases/$file.sha256"
  cp "$work/$file" "$folder/opa"
  chmod 755 "$folder/opa"
fi

if ! present spotnana "$SPOTNANA_VERSION" "$(spotnana --version 2> /dev/null | sed 's/^spotnana //' || true)"; then
  releases=https://github.com/travel-as-code/terraform-provider-spotnana/releases/download/v$SPOTNANA_VERSION
  file=spotnana_${SPOTNANA_VERSION}_linux_$arch.tar.gz
  download spotnana "$SPOTNANA_VERSION" "$file" "$releases/$file" "$releases/terraform-provider-spotnana_${SPOTNANA_VERSION}_SHA256SUMS"
  tar -xzf "$work/$file" -C "$folder" spotnana
fi
