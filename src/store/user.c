/* Passwords of staff users. */
#include "store/user.h"

#include "base/rng.h"

#include <sodium.h>
#include <string.h>

/* Argon2id with 19 MiB and two passes, one lane: the OWASP minimum, small enough for a small server. */
enum { PASSES = 2, MEMORY = 19 << 20 };

const char *
user_password_make(struct arena *arena)
{
    return rng_token(arena, GENERATED_BYTES);
}

const char *
user_password_hash(struct arena *arena, const char *password)
{
    char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);

    return crypto_pwhash_str(hash, password, strlen(password), PASSES, MEMORY) == 0 ? hash : NULL;
}

bool
user_password_fits(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
