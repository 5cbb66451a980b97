/* Randomness, hashes and codes, from libsodium. */
#include "base/rng.h"

#include "base/die.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
rng_start(void)
{
    return sodium_init() >= 0;
}

int64_t
rng_int63(void)
{
    uint64_t bits;

    randombytes_buf(&bits, sizeof bits);
    return (int64_t)(bits >> 1);
}

/* RFC 4648 base32 in lower case without padding: five bits a letter, the last one filled up with zeros. */
static char *
base32(struct arena *arena, const unsigned char *bytes, size_t count)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    char *text = arena_alloc(arena, (count * 8 + 4) / 5 + 1), *out = text;
    unsigned bits = 0, have = 0;

    for (size_t i = 0; i < count; i++) {
        bits = bits << 8 | bytes[i];
        for (have += 8; have >= 5; have -= 5)
            *out++ = letters[bits >> (have - 5) & 31];
        bits &= (1u << have) - 1;
    }
    if (have > 0)
        *out++ = letters[bits << (5 - have) & 31];
    return text;
}

char *
rng_token(struct arena *arena, size_t bytes)
{
    unsigned char random[64];

    ensure(bytes <= sizeof random);
    randombytes_buf(random, bytes);
    return base32(arena, random, bytes);
}

void
hash_hex(const void *data, size_t length, char out[HASH_HEX])
{
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(digest, data, length);
    sodium_bin2hex(out, HASH_HEX, digest, sizeof digest);
}

char *
hmac_code(struct arena *arena, const unsigned char key[KEY_BYTES], const char *message, size_t bytes)
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];

    ensure(bytes <= sizeof mac);
    crypto_auth_hmacsha256(mac, (const unsigned char *)message, strlen(message), key);
    return base32(arena, mac, bytes);
}

bool
same_secret(const char *a, const char *b)
{
    unsigned char left[crypto_hash_sha256_BYTES], right[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(left, (const unsigned char *)a, strlen(a));
    crypto_hash_sha256(right, (const unsigned char *)b, strlen(b));
    return sodium_memcmp(left, right, sizeof left) == 0;
}

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
uint64_t
seeded_next(struct seeded *seeded)
{
    uint64_t z = seeded->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

uint32_t
seeded_below(struct seeded *seeded, uint32_t below)
{
    uint32_t drawn, limit;

    ensure(below > 0);
    limit = UINT32_MAX - UINT32_MAX % below;
    do
        drawn = (uint32_t)(seeded_next(seeded) >> 32);
    while (drawn >= limit);
    return drawn % below;
}

static bool
make_key(const char *path, unsigned char key[KEY_BYTES])
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool written;

    if (file < 0) {
        log_error("%s: the key file cannot be made: %s", path, strerror(errno));
        return false;
    }
    randombytes_buf(key, KEY_BYTES);
    written = write(file, key, KEY_BYTES) == KEY_BYTES && fsync(file) == 0;
    if (close(file) != 0 || !written) {
        log_error("%s: the key file cannot be written: %s", path, strerror(errno));
        return false;
    }
    return true;
}

bool
key_file(const char *path, unsigned char key[KEY_BYTES])
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t length;

    if (file < 0)
        return errno == ENOENT && make_key(path, key);
    length = read(file, key, KEY_BYTES);
    close(file);
    if (length != KEY_BYTES) {
        log_error("%s: a key file has %d bytes, this one has not", path, KEY_BYTES);
        return false;
    }
    return true;
}
