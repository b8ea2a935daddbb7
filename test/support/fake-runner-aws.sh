#!/usr/bin/env bash
# The aws command of a test of `kura sql apply` and `kura drill`: it is logged in to FAKE_ACCOUNT where that is set, its function
# answers with FAKE_ANSWER, or call by call with the lines of FAKE_ANSWERS, the last of which stays, and where FAKE_ERROR is set there
# is none. The one security group of any name is FAKE_GROUP. Every call of the function is added to FAKE_CALLS: its words, and the
# payload's mode and text.
set -eu

case "$1 $2" in
  'sts get-caller-identity')
    if [[ -z ${FAKE_ACCOUNT-} ]]; then
      printf '\nUnable to locate credentials. You can configure credentials by running "aws login".\n' >&2
      exit 253
    fi
    printf '%s\n' "$FAKE_ACCOUNT"
    ;;
  'ec2 describe-security-groups') printf '%s\n' "${FAKE_GROUP-}" ;;
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
    answer=${FAKE_ANSWER-}
    if [[ -n ${FAKE_ANSWERS-} ]]; then
      printf '\n' >> "$FAKE_CALLS"
      mapfile -t answers <<< "$FAKE_ANSWERS"
      number=$(wc -l < "$FAKE_CALLS")
      answer=${answers[number > ${#answers[@]} ? -1 : number - 1]}
    fi
    printf '%s' "$answer" > "$out"
    printf '{ "StatusCode": 200 }\n'
    ;;
  *) exit 252 ;;
esac
