#!/bin/sh
# Sees that the machine has what the tests need besides Python packages, and installs it where that can be done.
set -eu

missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
for program in pdfinfo pdftotext pdftoppm; do
    command -v "$program" > /dev/null || { missing="$missing poppler-utils"; break; }
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086 # two packages are two words
    if apt-get update -q > "$log" 2>&1 && apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 $missing >> "$log" 2>&1; then
        rm "$log"
        exit 0
    fi
    tail -n 20 "$log" >&2
fi
echo "The tests need$missing: install it and try again (on Debian, as root: apt-get install$missing)." >&2
exit 1
