/* Memory that is given back all at once. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void
memory_is_zeroed_and_aligned(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *bytes = arena_alloc(&arena, size);

        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
}

static void
a_request_larger_than_a_block_gets_its_own(void **state)
{
    scoped_arena arena = { 0 };
    char *large = arena_alloc(&arena, 5 << 20);

    (void)state;
    memset(large, 'x', 5 << 20);
    assert_non_null(arena_alloc(&arena, 10));
    assert_true(arena.used >= 5 << 20);
}

static void
reset_memory_is_zeroed_again(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    memset(arena_alloc(&arena, 9000), 0xff, 9000);
    arena_reset(&arena);
    assert_int_equal(arena.used, 0);
    for (int round = 0; round < 3; round++) {
        unsigned char *bytes = arena_alloc(&arena, 4000);

        for (size_t i = 0; i < 4000; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, 4000);
        arena_reset(&arena);
    }
}

static void
a_copy_of_nothing_is_nothing(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_null(arena_copy(&arena, NULL));
    assert_string_equal(arena_copy(&arena, ""), "");
    assert_string_equal(arena_copy_n(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_printf(&arena, "%d of %s", 3, "five"), "3 of five");
}

static void
a_printed_text_may_have_any_length(void **state)
{
    scoped_arena arena = { 0 };
    char long_text[700];

    (void)state;
    for (size_t length = 0; length < sizeof long_text; length++) {
        memset(long_text, 'a' + (int)(length % 26), length);
        long_text[length] = '\0';
        assert_string_equal(arena_printf(&arena, "%s", long_text), long_text);
    }
}

static void
a_list_grows_and_keeps_its_elements(void **state)
{
    scoped_arena arena = { 0 };
    struct LIST_OF(int) list = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int *item = ARENA_PUSH(&arena, &list);

        assert_int_equal(*item, 0);
        *item = i;
    }
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i], i);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(a_request_larger_than_a_block_gets_its_own),
        cmocka_unit_test(reset_memory_is_zeroed_again),
        cmocka_unit_test(a_copy_of_nothing_is_nothing),
        cmocka_unit_test(a_printed_text_may_have_any_length),
        cmocka_unit_test(a_list_grows_and_keeps_its_elements),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
