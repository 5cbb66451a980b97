/* What the commands about staff users share. */
#ifndef COMMAND_USER_H
#define COMMAND_USER_H

#include "command/command.h"
#include "store/staff.h"

/* A generated password, or the first line of standard input; NULL, having said why, when it may not be one.
 */
const char *command_password(struct arena *arena, bool from_stdin);

/* Keep that a command did `kind` to a user; `right` (its project and role) when that was about one, else
 * NULL. False, having said why. */
bool command_user_event(struct db *db, const char *kind, int64_t user,
                        const struct staff_right *right) MUST_CHECK;

#endif
