#!/bin/sh
# Installs one package of Nacre whose checksum is right, and does nothing else: install.sh PACKAGE SHA256SUMS
#
# Each is a file or an https address. As root, on Debian 12 and 13, Ubuntu 22.04 and 24.04:
#
#     sh install.sh nacre_0.1.0-1_amd64.deb SHA256SUMS
set -eu
fail() { echo "install.sh: $1; nothing was installed" >&2; exit 1; }
if [ $# -ne 2 ]; then
    echo 'usage: install.sh PACKAGE SHA256SUMS, each a file or an https address' >&2
    exit 2
fi
[ "$(id -u)" = 0 ] || fail 'it needs root'
name=${1##*/}
echo "$name" | grep -Eqx 'nacre_[0-9A-Za-z.~+-]+_(amd64|arm64)\.deb' || fail "'$name' is no package of Nacre by its name"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
# apt reads packages as an account of its own.
chmod 755 "$scratch"

# bring FROM TO
bring() {
    case $1 in
        https://*)
            if command -v curl >/dev/null; then
                curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 --output "$2" "$1"
            elif command -v wget >/dev/null; then
                wget --quiet --https-only --output-document="$2" "$1"
            else
                fail 'neither curl nor wget is here to fetch it'
            fi || fail "$1 could not be fetched"
            ;;
        *://*) fail "$1 is no https address" ;;
        *) cp -- "$1" "$2" || fail "$1 cannot be read" ;;
    esac
}
bring "$1" "$scratch/$name"
bring "$2" "$scratch/SHA256SUMS"

wanted=$(awk -v name="$name" '{ file = $2; sub(/^\*/, "", file) } NF == 2 && file == name { print $1 }' "$scratch/SHA256SUMS")
echo "$wanted" | grep -Eqx '[0-9a-f]{64}' || fail "$2 does not have one checksum of $name"
found=$(sha256sum "$scratch/$name")
found=${found%% *}
[ "$found" = "$wanted" ] || fail "$name is not what $2 says: its checksum is $found, and not $wanted"

apt-get install "$scratch/$name"
echo "nacre is installed, and nothing else of this server is changed. What it finds here: sudo nacre audit"
