#!/bin/sh
# Every name a template shows stands as a literal somewhere in src/pages/.
cd "$(dirname "$0")/../.." || exit 2
known=$(grep -ohE '"[a-z][a-z0-9_]*"' -r src/pages | tr -d '"' | sort -u)
bad=0
for name in $(grep -ohE '\{\{[{#^ ]*[a-z][a-z0-9_]* *\}\}' -r web/templates | tr -d '{}#^ ' | sort -u); do
    echo "$known" | grep -qx "$name" && continue
    grep -nE "\{\{[{#^ ]*$name *\}\}" -r web/templates | head -n 1 | cut -c 1-150
    bad=1
done
exit $bad
