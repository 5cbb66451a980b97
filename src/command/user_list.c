/* anketa user list: the staff users, with their rights and when they last logged in. */
#include "command/command.h"

#include "base/zone.h"
#include "store/staff.h"

#include <stdio.h>

/* "alfa:consultant alfa:trainer beta:trainer", or a dash. */
static void
print_rights(const struct staff_right_list *rights, int64_t staff)
{
    const char *between = "";

    for (size_t i = 0; i < rights->count; i++) {
        const struct staff_right *right = &rights->items[i];

        if (right->staff != staff)
            continue;
        printf("%s%s:%s", between, right->code, staff_role_word(right->role));
        between = " ";
    }
    if (between[0] == '\0')
        putchar('-');
}

static void
print_login(int64_t moment)
{
    struct civil at = zone_civil(NULL, moment);

    if (moment == 0)
        putchar('-');
    else
        printf("%04d-%02d-%02dT%02d:%02dZ", at.year, at.month, at.day, at.hour, at.minute);
}

int
command_user_list(int argc, char **argv)
{
    static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .parser = command_take_settings,
        .doc =
            "Print the staff users, one a line, with tabs between: name, full name, admin or a dash, rights "
            "as PROJECT:ROLE, last login (UTC), enabled or disabled.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct settings_flags flags = { .arena = &arena };
    struct staff_right_list rights;
    struct staff_login_list logins;
    struct staff_list users;
    enum db_result listed;
    scoped_db *db = NULL;
    struct settings settings;

    if (argp_parse(&argp, argc, argv, 0, NULL, &flags) != 0 || !settings_read(&flags, &settings))
        return 1;
    db = command_database(&settings, DB_READER);
    if (db == NULL)
        return 1;
    listed = staff_right_list(db, &arena, 0, &rights);
    if (listed == DB_OK || listed == DB_NONE)
        listed = staff_logins(db, &arena, &logins);
    if (listed == DB_OK || listed == DB_NONE)
        listed = staff_list(db, &arena, &users);
    if (listed != DB_OK && listed != DB_NONE)
        return !command_refuse("the database refused");
    for (size_t i = 0; i < users.count; i++) {
        const struct staff *user = &users.items[i];

        printf("%s\t%s\t%s\t", user->name, user->full_name, user->admin ? "admin" : "-");
        print_rights(&rights, user->id);
        putchar('\t');
        print_login(staff_login_of(&logins, user->id));
        printf("\t%s\n", user->disabled ? "disabled" : "enabled");
    }
    return 0;
}
