/**
 * Switching audit logs on. Fixed text: nothing of the estate is in it. gcloud (528) has no command that adds to them, and
 * `set-iam-policy` always writes the bindings, also where its file has none. So the file has them as gcloud printed them,
 * and the audit logs made anew of rows that gcloud flattened: no other program than gcloud has to be there.
 */
export const AUDIT = `# settle_audit SERVICE[=TYPE,TYPE]...: that Data Access audit logs of services are kept, all of them where no type is said,
# beside whatever else is kept. They are part of the project's policy, so all of that is written back, with the etag that it
# had when it was read first: Google refuses it where anything has changed since. Then it is read again.
settle_audit() {
  local policy rows missing tries=0
  local get=(gcloud projects get-iam-policy "$project") fields=auditConfigs.service
  fields+=,auditConfigs.auditLogConfigs.logType,auditConfigs.auditLogConfigs.exemptedMembers
  while true; do
    must "\${get[@]}" --format='json(bindings,etag,version)'
    policy=$answer
    must "\${get[@]}" --flatten='auditConfigs[].auditLogConfigs' --format="value[separator=\\"|\\"]($fields)"
    find_audit "$@"
    if [[ -z $missing ]]; then
      printf 'unchanged  Data Access audit logs of %s\\n' "$@"
      return
    fi
    [[ $policy == '{'*'"bindings": ['*'"etag": "'*'}' && $rows != *[\\"\\\\]* ]] ||
      stop "the policy of $project cannot be written back safely: switch Data Access audit logs on by hand"
    printf '%s,\\n"auditConfigs": [\\n%s\\n]}\\n' "\${policy%\\}}" "$(audit_configs)" > "$work/policy.json"
    if attempt 'SERVICE_DISABLED|has not been used' \\
      gcloud projects set-iam-policy "$project" "$work/policy.json" --format='value(etag)'; then
      printf 'written    Data Access audit logs: %s\\n' "\${missing%, }"
      return
    fi
    [[ $said == *'concurrent policy changes'* ]] || refused gcloud projects set-iam-policy "$project"
    ((++tries < 5)) || stop "somebody else keeps changing the policy of $project: run this again later"
    printf 'waiting    for somebody else who changes the policy\\n'
    sleep 10
  done
}

# find_audit SERVICE[=TYPE,TYPE]...: what is kept, from $answer, and what is to be, in $rows: \`service|type|who is exempt\`. What is
# not kept yet is in $missing.
find_audit() {
  local service type exempt types wanted=" \${*%%=*} "
  rows='' missing=''
  while IFS='|' read -r service type exempt; do
    if [[ -n $service ]]; then rows+="$service|$type|$exempt"$'\\n'; fi
    if [[ -n $exempt && $wanted == *" $service "* ]]; then
      printf 'left alone %s of %s,\\n           from which is exempt: %s\\n' "$type" "$service" "$exempt"
    fi
  done <<< "$answer"
  for service; do
    types='ADMIN_READ DATA_READ DATA_WRITE'
    if [[ $service == *=* ]]; then
      types=\${service#*=}
      service=\${service%%=*}
    fi
    for type in \${types//,/ }; do
      case $'\\n'$rows in
        *$'\\n'"$service|$type|"*) ;;
        *)
          rows+="$service|$type|"$'\\n'
          missing+="$type of $service, "
          ;;
      esac
    done
  done
}

# audit_configs: $rows as JSON, an entry for each service.
audit_configs() {
  local service type exempt last='' between='", "'
  while IFS='|' read -r service type exempt; do
    if [[ $service == "$last" ]]; then
      printf ',\\n'
    else
      [[ -z $last ]] || printf ']},\\n'
      printf '{"service": "%s", "auditLogConfigs": [\\n' "$service"
    fi
    last=$service
    printf '{"logType": "%s"' "$type"
    [[ -z $exempt ]] || printf ', "exemptedMembers": ["%s"]' "\${exempt//;/$between}"
    printf '}'
  done < <(printf '%s' "$rows" | sort)
  printf ']}'
}
`;
