/* Randomness, hashes and codes. */
#include "base/rng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
sha256_of_abc_is_the_published_one(void **state)
{
    char hex[HASH_HEX];

    (void)state;
    hash_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
a_code_depends_on_key_and_message_only(void **state)
{
    scoped_arena arena = { 0 };
    unsigned char key[KEY_BYTES] = { 1 }, other[KEY_BYTES] = { 2 };
    const char *code = hmac_code(&arena, key, "link 7 1", 16);

    (void)state;
    assert_int_equal(strlen(code), 26); /* 128 bits in letters of five */
    assert_int_equal(strspn(code, "abcdefghijklmnopqrstuvwxyz234567"), 26);
    assert_string_equal(code, hmac_code(&arena, key, "link 7 1", 16));
    assert_string_not_equal(code, hmac_code(&arena, key, "link 7 2", 16));
    assert_string_not_equal(code, hmac_code(&arena, other, "link 7 1", 16));
}

static void
tokens_differ(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(strlen(rng_token(&arena, 20)), 32);
    assert_string_not_equal(rng_token(&arena, 20), rng_token(&arena, 20));
    assert_true(rng_int63() >= 0);
    assert_true(rng_int63() != rng_int63());
}

static void
secrets_are_compared_as_texts(void **state)
{
    (void)state;
    assert_true(same_secret("", ""));
    assert_true(same_secret("abc", "abc"));
    assert_false(same_secret("abc", "abd"));
    assert_false(same_secret("abc", "ab"));
}

static void
a_seed_always_gives_the_same_numbers(void **state)
{
    struct seeded seeded = { 1234567 };

    (void)state; /* the published first outputs of SplitMix64 for this seed */
    assert_int_equal(seeded_next(&seeded), 6457827717110365317u);
    assert_int_equal(seeded_next(&seeded), 3203168211198807973u);
    assert_int_equal(seeded_next(&seeded), 9817491932198370423u);
}

static void
numbers_below_a_bound_stay_below_and_reach_all(void **state)
{
    struct seeded seeded = { 42 };
    int seen[7] = { 0 };

    (void)state;
    for (int i = 0; i < 7000; i++) {
        uint32_t drawn = seeded_below(&seeded, 7);

        assert_true(drawn < 7);
        seen[drawn]++;
    }
    for (int i = 0; i < 7; i++)
        assert_in_range(seen[i], 850, 1150);
    assert_int_equal(seeded_below(&seeded, 1), 0);
}

static void
a_key_file_is_made_once_and_read_afterwards(void **state)
{
    char folder[] = "/tmp/anketa-test-XXXXXX", path[64];
    unsigned char made[KEY_BYTES], again[KEY_BYTES];
    struct stat status;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/key", folder);
    assert_true(key_file(path, made));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_true(key_file(path, again));
    assert_memory_equal(made, again, KEY_BYTES);
    assert_int_equal(truncate(path, 5), 0);
    assert_false(key_file(path, again));
    unlink(path);
    rmdir(folder);
}

static int
start(void **state)
{
    (void)state;
    return rng_start() ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_abc_is_the_published_one),
        cmocka_unit_test(a_code_depends_on_key_and_message_only),
        cmocka_unit_test(tokens_differ),
        cmocka_unit_test(secrets_are_compared_as_texts),
        cmocka_unit_test(a_seed_always_gives_the_same_numbers),
        cmocka_unit_test(numbers_below_a_bound_stay_below_and_reach_all),
        cmocka_unit_test(a_key_file_is_made_once_and_read_afterwards),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
