/** Custom roles, service accounts and who has them. Fixed text: nothing of the estate is in it. */
export const IDENTITIES = `# settle_grant MEMBER ROLE [TITLE]: a role of the project for a member, once; with a title, under the condition in
# $work/expression and no other. $work/grants has what is granted.
settle_grant() {
  local member=$1 role=$2 title=\${3-} has='' line expression='' condition=--condition=None
  if [[ -n $title ]]; then
    expression=$(< "$work/expression")
    condition=--condition-from-file=$work/condition.json
    printf '{"title": "%s", "expression": "%s"}\\n' "$title" "$expression" > "$work/condition.json"
  fi
  while IFS= read -r line; do
    if [[ $line == "$role|$member|"* ]]; then has+=$line$'\\n'; fi
  done < "$work/grants"
  if [[ $has == "$role|$member|$expression"$'\\n' ]]; then
    printf 'unchanged  %s\\n           for %s\\n' "$role" "$member"
    return
  fi
  if [[ -n $has ]]; then
    must gcloud projects remove-iam-policy-binding "$project" --member="$member" --role="$role" --all
  fi
  must gcloud projects add-iam-policy-binding "$project" --member="$member" --role="$role" "$condition"
  printf 'granted    %s\\n           to %s\\n' "$role" "$member"
}

# left_alone MEMBER ROLE...: what else a member has on the project.
left_alone() {
  local member=$1 role who
  shift
  while IFS='|' read -r role who _; do
    if [[ $who == "$member" && " $* " != *" $role "* ]]; then
      printf 'left alone %s\\n           which %s has too\\n' "$role" "$member"
    fi
  done < "$work/grants"
}

# settle_role ID TITLE: a custom role with the permissions in $work/permissions, sorted.
settle_role() {
  local id=$1 title=$2 deleted permissions wanted
  wanted=$(tr '\\n' ',' < "$work/permissions")
  wanted=\${wanted%,}
  if ! there gcloud iam roles describe "$id" --project="$project" \\
    --format='value[separator="|"](deleted,includedPermissions)'; then
    must gcloud iam roles create "$id" --project="$project" --stage=GA --title="$title" --permissions="$wanted"
    printf 'made       role %s\\n' "$id"
    return
  fi
  IFS='|' read -r deleted permissions <<< "$answer"
  if [[ $deleted == True ]]; then
    must gcloud iam roles undelete "$id" --project="$project"
    printf 'brought back role %s\\n' "$id"
  fi
  if [[ $(tr ';' '\\n' <<< "$permissions" | sort) == "$(< "$work/permissions")" ]]; then
    printf 'unchanged  role %s\\n' "$id"
    return
  fi
  must gcloud iam roles update "$id" --project="$project" --stage=GA --title="$title" --permissions="$wanted"
  printf 'written    role %s\\n' "$id"
}

# settle_account EMAIL NAME DESCRIPTION: a service account.
settle_account() {
  local email=$1 name=$2 description=$3
  if ! there gcloud iam service-accounts describe "$email" --project="$project" --format='value(disabled)'; then
    must gcloud iam service-accounts create "$name" --project="$project" --display-name="$name" --description="$description"
    printf 'made       service account %s\\n' "$email"
  elif [[ $answer == True ]]; then
    stop "service account $email is disabled: gcloud iam service-accounts enable $email"
  fi
}

# settle_pool POOL PROVIDER ISSUER CONDITION: where workflows come in, known by the subjects of their tokens.
settle_pool() {
  local pool=$1 provider=$2 issuer=$3 condition=$4 has
  local place=(--location=global --project="$project")
  local within=("\${place[@]}" --workload-identity-pool="$pool")
  local settings=(--issuer-uri="$issuer" --attribute-mapping=google.subject=assertion.sub --attribute-condition="$condition")
  local describe=(gcloud iam workload-identity-pools providers describe "$provider" "\${within[@]}")
  if ! there gcloud iam workload-identity-pools describe "$pool" "\${place[@]}" --format='value(state)'; then
    must gcloud iam workload-identity-pools create "$pool" "\${place[@]}"
    printf 'made       identity pool %s\\n' "$pool"
  elif [[ $answer != ACTIVE ]]; then
    stop "identity pool $pool is deleted: gcloud iam workload-identity-pools undelete $pool \${place[*]}"
  fi
  if ! there "\${describe[@]}" --format='value[separator="|"](state,oidc.issuerUri,attributeCondition)'; then
    must gcloud iam workload-identity-pools providers create-oidc "$provider" "\${within[@]}" "\${settings[@]}"
    printf 'made       identity provider %s of %s\\n' "$provider" "$pool"
    return
  fi
  has=$answer
  if [[ $has != ACTIVE* ]]; then
    stop "identity provider $provider is deleted: gcloud iam workload-identity-pools providers undelete $provider \${within[*]}"
  fi
  must "\${describe[@]}" --format='json(attributeMapping)'
  has+=$(tr -d '[:space:]' <<< "$answer")
  if [[ $has == "ACTIVE|$issuer|$condition"'{"attributeMapping":{"google.subject":"assertion.sub"}}' ]]; then
    printf 'unchanged  identity provider %s of %s\\n' "$provider" "$pool"
    return
  fi
  must gcloud iam workload-identity-pools providers update-oidc "$provider" "\${within[@]}" "\${settings[@]}"
  printf 'written    identity provider %s of %s\\n' "$provider" "$pool"
}
`;
