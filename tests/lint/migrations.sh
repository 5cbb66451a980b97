#!/bin/sh
# Migrations are numbered from 0001 without a gap: the number is the database's version.
n=0
for f in "$@"; do
    n=$((n + 1))
    case "${f##*/}" in
    "$(printf %04d "$n")"-*) ;;
    *) echo "$f: migration $(printf %04d "$n") expected here"; exit 1 ;;
    esac
done
