/** What marks the accounts of trails, and what keeps their project. Fixed text: nothing of the estate is in it. */
export const TRAIL = `# settle_tag KEY VALUE: a tag of the project, with one value; how that is called goes to $tag. A tag that is not there is
# refused instead of not found, so they are listed.
settle_tag() {
  local key=$1 value=$2 id
  named_in "$key" gcloud resource-manager tags keys list --parent="projects/$project"
  if [[ -z $id ]]; then
    must gcloud resource-manager tags keys create "$key" --parent="projects/$project" \\
      --description='Marks the service accounts that keep an audit trail: nobody is let act as them by a role on the project.'
    printf 'made       tag %s\\n' "$key"
    named_in "$key" gcloud resource-manager tags keys list --parent="projects/$project"
    [[ -n $id ]] || stop "Google does not know the tag $key yet: run this again"
  fi
  local parent=$id
  named_in "$value" gcloud resource-manager tags values list --parent="$parent"
  if [[ -z $id ]]; then
    must gcloud resource-manager tags values create "$value" --parent="$parent"
    printf 'made       value %s of tag %s\\n' "$value" "$key"
    named_in "$value" gcloud resource-manager tags values list --parent="$parent"
    [[ -n $id ]] || stop "Google does not know the value $value of $key yet: run this again"
  fi
  tag=$id
}

# named_in NAME COMMAND...: which of what a command lists has a name; how Google calls it goes to $id.
named_in() {
  local name=$1 short long
  shift
  id=''
  must "$@" --format='value[separator="|"](shortName,name)'
  while IFS='|' read -r short long; do
    if [[ $short == "$name" ]]; then id=$long; fi
  done <<< "$answer"
}

# settle_tagged EMAIL: a service account with the tag in $tag. Tags know it by its number, which no other gets after it.
settle_tagged() {
  local email=$1 parent
  must gcloud iam service-accounts describe "$email" --project="$project" --format='value(uniqueId)'
  parent=//iam.googleapis.com/projects/$project/serviceAccounts/$answer
  must gcloud resource-manager tags bindings list --parent="$parent" --format='value(tagValue)'
  case $'\\n'$answer$'\\n' in
    *$'\\n'"$tag"$'\\n'*) printf 'unchanged  tag of %s\\n' "$email" ;;
    *)
      must gcloud resource-manager tags bindings create --parent="$parent" --tag-value="$tag"
      printf 'written    tag of %s\\n' "$email"
      ;;
  esac
}

# settle_lien ORIGIN REASON: that the project is not deleted.
settle_lien() {
  local origin=$1 reason=$2 restrictions=resourcemanager.projects.delete
  must gcloud alpha resource-manager liens list --project="$project" --format='value[separator="|"](origin,restrictions)'
  case $'\\n'$answer$'\\n' in
    *$'\\n'"$origin|$restrictions"$'\\n'*) printf 'unchanged  lien of %s\\n' "$origin" ;;
    *)
      must gcloud alpha resource-manager liens create --project="$project" --restrictions="$restrictions" \\
        --origin="$origin" --reason="$reason"
      printf 'made       lien of %s\\n' "$origin"
      ;;
  esac
}
`;
