#!/bin/sh
# Every lint; each prints what it found, and the exit status says whether any did.
cd "$(dirname "$0")/../.." || exit 2
bad=0

# who may include whom
for f in $(find src -name '*.[ch]'); do
    layer=$(dirname "${f#src/}")
    allow=" $layer $(sed -n "s|^$layer:||p" tests/lint/layers.allow) "
    for inc in $(sed -n 's|^#include "\([^/"]*\)/.*|\1|p' "$f"); do
        case "$allow" in *" $inc "*) ;; *) echo "$f: may not include $inc"; bad=1 ;; esac
    done
done

# functions that overrun, guess or hide
if grep -nE '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|alloca|system|popen|tmpnam|mktemp|rand|srand|asctime|ctime|localtime|gmtime)\(' -r src --include='*.[ch]'; then
    echo "banned functions, see above"; bad=1
fi

find src tests -name '*.[ch]' -print0 | xargs -0 -r clang-format --dry-run -Werror 2>&1 | head -n 20 | grep . && bad=1
exit $bad
