#!/bin/sh
# Every lint; each prints what it found, and the exit status says whether any did.
cd "$(dirname "$0")/../.." || exit 2
bad=0
complain() {
    echo "$1"
    bad=1
}

# who may include whom, from the table beside this file
# shellcheck disable=SC2044 # no blanks in our file names
for f in $(find src -name '*.[ch]'); do
    layer=$(dirname "${f#src/}")
    allow=" $layer $(sed -n "s|^$layer:||p" tests/lint/layers.allow) "
    for inc in $(sed -n 's|^#include "\([^/"]*\)/.*|\1|p' "$f"); do
        case "$allow" in *" $inc "*) ;; *) complain "$f: may not include $inc" ;; esac
    done
    # a folder's internal header is its own
    for inc in $(sed -n 's|^#include "\([^"]*\)/internal.h".*|\1|p' "$f"); do
        [ "$inc" = "$layer" ] || complain "$f: includes the internal header of $inc"
    done
done

# each outside library in its one place
library() {
    found=$(grep -lE "#include <$1" -r src --include='*.[ch]' | grep -vE "^src/($2)") && complain "$found: <$1> belongs in $2"
}
library microhttpd http/
library sqlite3 store/
library hpdf doc/
library hb doc/
library hyphen doc/
library qrencode doc/
library yaml yaml/
library pcre2 model/
library utf8proc model/
library sodium 'base/rng|store/user|exam/|model/'

# functions that overrun, guess or hide
banned='strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|alloca|system|popen|tmpnam|mktemp|rand|srand|asctime|ctime|localtime|gmtime|setenv|putenv'
grep -nE "(^|[^a-z0-9_.>])($banned)\(" -r src --include='*.[ch]' && complain 'banned functions, see above'

# SQL is never built, HTML never printed, by printf
grep -nE '(printf|buf_puts)\(.*"(SELECT|INSERT|UPDATE|DELETE) ' -r src --include='*.c' && complain 'SQL built by printf, see above'

# what the method says stands in the YAML: no requirement code, no question id in src/
grep -nE '"(CLI|SAL|MKT|SRV|COM|DOC|REP|SEC|INT|MIG|CFG|NFR|ORG)-[0-9]{2}|"(g|sm|mk|sv|hd|it|k|l)_?[0-9]{2}[a-z]?"' -r src --include='*.c' | grep -v '[/ ]\* ' &&
    complain 'a code or question id in src/, see above'
questions=$(sed -nE 's/^ *- id: ([a-z]+_[a-z0-9_]+)$/\1/p' surveys/*.yaml | sort -u | paste -sd'|' -)
roles=$(sed -n '/^roles:/,/^[a-z]*:$/s/.*{id: \([a-z_]*\).*/\1/p' surveys/catalogue.yaml |
    grep -vxE 'head|key_user|process_owner|trainer|it|service' | paste -sd'|' -) # those are words of the program, too
grep -nE "\"($questions|$roles)\"" -r src --include='*.c' && complain 'a question id or role of the method in src/, see above'

# templates: attributes are quoted, {{{x}}} only for names that end in _html, no inline script or style
if [ -d web/templates ]; then
    grep -nE ' [a-z-]+=\{\{' -r web/templates && complain 'unquoted attribute, see above'
    grep -nE '\{\{\{' -r web/templates | grep -vE '\{\{\{[a-z_.]*_html\}\}\}' && complain 'raw value whose name does not end in _html, see above'
    # a name no page sets is a misspelt name: it would silently show nothing
    [ -f src/pages/routes.c ] && { tests/lint/template_names.sh || complain 'names in templates that no page sets, see above'; }
    grep -nE '<script>|<style|[" ]style="| on[a-z]+="' -r web/templates && complain 'inline script or style, see above'
fi

tests/lint/digit_groups.sh || complain 'ordinary spaces within numbers of forms, see above: tests/lint/digit_groups.sh --fix'

find src tests -name '*.[ch]' -print0 | xargs -0 -r clang-format --dry-run -Werror 2>&1 | head -n 20 | grep . && complain 'run make fmt'

cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,portability \
    --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=varFuncNullUB -j2 -Isrc src || complain 'cppcheck, see above'

find tests .ci -path '*/node_modules' -prune -o -type f \( -name '*.sh' -o -path '.ci/run' \) -print0 | xargs -0 shellcheck -S warning || complain 'shellcheck, see above'

codespell --quiet-level=2 --skip='node_modules,*.yaml,*.json,*.tsv,*/corpus/*,*/fixtures/*,*/golden/*' \
    --ignore-words=tests/lint/words.txt src docs tests web README.md Makefile 2>/dev/null || complain 'codespell, see above'

exit $bad
