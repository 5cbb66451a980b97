#!/bin/sh
# Digits of one number are parted by narrow no-break spaces (U+202F) in the texts of forms, so that no line breaks within
# a number: "400 000". With --fix ordinary spaces there become narrow ones.
cd "$(dirname "$0")/../.." || exit 2
narrow=$(printf '\342\200\257')
group='([0-9])( |\xc2\xa0|\xe2\x80\x89)([0-9]{3})([^0-9]|$)'
if [ "$1" = --fix ]; then
    LC_ALL=C sed -E -i "/^ *#/!{:again; s/$group/\\1$narrow\\3\\4/; t again}" surveys/*.yaml quizzes/*.yaml
    exit 0
fi
# \x is sed's; grep takes the bytes themselves
bytes=$(printf '([0-9])( |\302\240|\342\200\211)([0-9]{3})([^0-9]|$)')
LC_ALL=C grep -anE "$bytes" surveys/*.yaml quizzes/*.yaml | LC_ALL=C grep -avE '^[^:]*:[0-9]*: *#' | grep -a . || exit 0
exit 1
