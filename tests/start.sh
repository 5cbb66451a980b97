#!/bin/sh
# What `make run` does after building: fill a demo company into var/ if none is there, serve it, print the ways in.
set -eu
db=${DB:-var/anketa.db}
listen=${LISTEN:-127.0.0.1:8080}
mkdir -p "$(dirname "$db")"
if [ ! -e "$db" ]; then
    echo "Filling a demo company into $db."
    (umask 077 && "$1" demo --db "$db" --listen "$listen" --public-url "http://$listen" >"$db.links") || {
        rm -f "$db.links"
        exit 1
    }
fi
echo
echo "  Open       http://$listen/"
echo "  Consultant http://$listen/staff/login"
[ ! -e "$db.links" ] || sed -n 's/^login: /             user /p; s/^password: /             password /p; s/^respondent: /  Respondent /p; s/^trainee: /  Trainee    /p' "$db.links"
echo
echo "Ctrl-C stops it. The data stays in $(dirname "$db")/."
exec "$1" serve --db "$db" --listen "$listen" --public-url "http://$listen"
