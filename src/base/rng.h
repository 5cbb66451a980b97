/* Randomness, hashes and codes, from libsodium. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { HASH_HEX = 65, KEY_BYTES = 32 };

/* Initialise libsodium; false when it cannot. Called once at start. */
bool rng_start(void);

/* A random number 0 … 2^63 - 1. */
int64_t rng_int63(void);

/* `bytes` random bytes as base32 (lower case, no padding, no 0 1 8 9), in the arena. */
char *rng_token(struct arena *arena, size_t bytes);

/* SHA-256 as 64 hex digits and a NUL. */
void hash_hex(const void *data, size_t length, char out[HASH_HEX]);

/* The first `bytes` (at most 32) of HMAC-SHA256(key, message) as base32, in the arena. */
char *hmac_code(struct arena *arena, const unsigned char key[KEY_BYTES], const char *message, size_t bytes);

/* Same text? Takes the same time wherever they differ. */
bool same_secret(const char *a, const char *b);

/* Numbers that look random and are always the same for a seed (SplitMix64): papers, shuffles. */
struct seeded {
    uint64_t state;
};
uint64_t seeded_next(struct seeded *seeded);

/* 0 … below - 1 without bias; `below` > 0. */
uint32_t seeded_below(struct seeded *seeded, uint32_t below);

/* Read the key file, or make it (mode 0600) when there is none; false with the reason in the log. */
bool key_file(const char *path, unsigned char key[KEY_BYTES]);

#endif
