#!/usr/bin/env bash
# The aws command of a test of `kura sql apply`: it is logged in to FAKE_ACCOUNT where that is set, its function answers with
# FAKE_ANSWER, and where FAKE_ERROR is set there is none. Every call is added to FAKE_CALLS: its words, and the payload's mode
# and text.
set -eu

case "$1 $2" in
  'sts get-caller-identity')
    if [[ -z ${FAKE_ACCOUNT-} ]]; then
      printf '\nUnable to locate credentials. You can configure credentials by running "aws login".\n' >&2
      exit 253
    fi
    printf '%s\n' "$FAKE_ACCOUNT"
    ;;
  'lambda invoke')
    payload=
    for word; do
      if [[ $word == file://* ]]; then payload=${word#file://}; fi
      out=$word
    done
    listed=$(ls -l "$payload")
    printf '%s\x1f%s\x1f%s\x1f%s' "$*" "${AWS_MAX_ATTEMPTS-}" "${listed:0:10}" "$(< "$payload")" >> "$FAKE_CALLS"
    if [[ -n ${FAKE_ERROR-} ]]; then
      printf '\nAn error occurred (%s) when calling the Invoke operation: as the test wants\n' "$FAKE_ERROR" >&2
      exit 254
    fi
    printf '%s' "$FAKE_ANSWER" > "$out"
    printf '{ "StatusCode": 200 }\n'
    ;;
  *) exit 252 ;;
esac
