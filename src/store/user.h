/* Passwords of staff users: Argon2id by libsodium. Slow on purpose: called in the short lane only. */
#ifndef STORE_USER_H
#define STORE_USER_H

#include "base/arena.h"

#include <stdbool.h>

enum { PASSWORD_LEAST = 8, PASSWORD_MOST = 200, GENERATED_BYTES = 10 };

/* A password that nobody has to invent: random letters and digits. */
const char *user_password_make(struct arena *arena);

/* The text to keep for a password; NULL when memory is short. In the arena. */
const char *user_password_hash(struct arena *arena, const char *password);

/* Does the password fit the kept text? */
bool user_password_fits(const char *hash, const char *password);

#endif
