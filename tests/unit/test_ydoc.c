/* Nodes with places out of YAML, and everything that is refused. */
#include "yaml/ydoc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct yfaults faults;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->faults.arena = &f->arena;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    arena_close(&f->arena);
    free(f);
    return 0;
}

static const struct ynode *
parse(struct fixture *f, const char *source)
{
    return ydoc_parse(&f->arena, source, strlen(source), &f->faults);
}

/* The source is refused at this place, with this in the sentence. */
static void
assert_refused(struct fixture *f, const char *source, size_t length, size_t line, size_t column,
               const char *words)
{
    f->faults.count = 0;
    assert_null(ydoc_parse(&f->arena, source, length, &f->faults));
    assert_int_not_equal(f->faults.count, 0);
    if (strstr(f->faults.items[0].sentence, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", f->faults.items[0].sentence, words);
    assert_int_equal(f->faults.items[0].line, line);
    assert_int_equal(f->faults.items[0].column, column);
}

#define REFUSED(source, line, column, words)                                                                 \
    assert_refused(f, source, sizeof(source) - 1, line, column, words)

static void
nodes_know_their_line_and_column(void **state)
{
    struct fixture *f = *state;
    const struct ynode *root = parse(f, "a: 1\nсписок:\n  - x\n  - {k: v}\n"), *list;

    assert_non_null(root);
    assert_int_equal(root->kind, YNODE_MAP);
    assert_int_equal(root->count, 2);
    assert_string_equal(ynode_get(root, "a")->text, "1");
    assert_int_equal(ynode_get(root, "a")->column, 4);
    list = ynode_get(root, "список");
    assert_int_equal(list->kind, YNODE_LIST);
    assert_int_equal(list->items[1].line, 4);
    assert_int_equal(list->items[1].column, 5);
    assert_true(list->items[1].flow);
    assert_null(ynode_get(root, "b"));
}

static void
scalars_stay_text(void **state)
{
    struct fixture *f = *state;
    const struct ynode *root = parse(f, "[no, 010, 1:30, 1e3, ~, yes, 1.10, '', ]");
    static const char *const texts[] = { "no", "010", "1:30", "1e3", "~", "yes", "1.10", "" };

    assert_non_null(root);
    assert_int_equal(root->count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(root->items[i].text, texts[i]);
    assert_false(ynode_empty(&root->items[7]));
    assert_true(ynode_empty(&parse(f, "a:")->items[0]));
}

static void
text_starts_after_the_quote_or_under_the_bar(void **state)
{
    struct fixture *f = *state;
    const struct ynode *root = parse(f, "a: \"x\"\nb: y\nc: |\n    z\n");

    assert_int_equal(root->items[0].text_column, 5);
    assert_int_equal(root->items[1].text_column, 4);
    assert_int_equal(root->items[2].text_line, 4);
    assert_int_equal(root->items[2].text_column, 5);
}

static void
comment_behind_a_plain_scalar_is_noticed(void **state)
{
    struct fixture *f = *state;
    const struct ynode *root = parse(f, "a: ${x} = 'y' #1\nb: 'q' # no\nd: r#s\nчто: т # т\n");

    assert_true(root->items[0].cut);
    assert_string_equal(root->items[0].text, "${x} = 'y'");
    assert_false(root->items[1].cut);
    assert_false(root->items[2].cut);
    assert_true(root->items[3].cut);
}

static void
byte_order_mark_of_utf_8_is_let_pass(void **state)
{
    struct fixture *f = *state;
    const struct ynode *root = parse(f, "\xef\xbb\xbf"
                                        "a: 1\n");

    assert_non_null(root);
    assert_int_equal(root->keys[0].column, 1);
    REFUSED("\xff\xfe"
            "a\0:\0",
            1, 1, "UTF-16");
    REFUSED("\xfe\xff\0a", 1, 1, "UTF-16");
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
    struct fixture *f = *state;

    REFUSED("a: \xff\n", 1, 4, "FF) is not UTF-8");
    REFUSED("a: 1\nb: \xc0\xaf\n", 2, 4, "not UTF-8");
    REFUSED("a: \xed\xa0\x80", 1, 4, "not UTF-8");
    REFUSED("a: x\0y", 1, 5, "U+0000");
    REFUSED("a: \x07", 1, 4, "U+0007");
    REFUSED("a: \"x\\0y\"", 1, 4, "control character");
    REFUSED("a: \"x\\ey\"", 1, 4, "control character");
    REFUSED("a: \"\\ud800\"", 1, 7, "not YAML");
}

static void
tabs_for_indentation_are_refused_each(void **state)
{
    struct fixture *f = *state;

    REFUSED("a:\n\tb: 1\n  \tc: 2\n", 2, 1, "tab");
    assert_int_equal(f->faults.count, 2);
    assert_int_equal(f->faults.items[1].line, 3);
    assert_int_equal(f->faults.items[1].column, 3);
    f->faults.count = 0;
    assert_non_null(parse(f, "a: 1\t# fine\n"));
}

static void
anchors_aliases_tags_and_directives_are_refused(void **state)
{
    struct fixture *f = *state;

    REFUSED("a: &x 1\nb: *x\n", 1, 4, "Anchors");
    REFUSED("a: &x [1]\n", 1, 4, "anchors");
    REFUSED("a: &x {b: 1}\n", 1, 4, "anchors");
    REFUSED("a: [*x]\n", 1, 5, "Aliases");
    REFUSED("*x : 1\n", 1, 1, "Aliases");
    REFUSED("a: !!python/object:os.system x\n", 1, 4, "Tags");
    REFUSED("a: !mine [x]\n", 1, 4, "Tags");
    REFUSED("a: !!str 1\n", 1, 4, "Tags");
    REFUSED("%YAML 1.1\n---\na: 1\n", 1, 1, "Directives");
}

static void
one_document_a_file(void **state)
{
    struct fixture *f = *state;

    REFUSED("a: 1\n---\nb: 2\n", 2, 1, "second document");
    REFUSED("", 0, 0, "empty");
    REFUSED("# only words\n", 0, 0, "empty");
    f->faults.count = 0;
    assert_non_null(parse(f, "---\na: 1\n"));
}

static void
duplicate_keys_are_refused_each(void **state)
{
    struct fixture *f = *state;

    REFUSED("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}\n", 4, 11, "\"d\" stands here twice");
    assert_int_equal(f->faults.count, 2);
    assert_int_equal(f->faults.items[1].line, 3);
    assert_non_null(strstr(f->faults.items[1].sentence, "in line 1"));
}

static void
keys_are_words(void **state)
{
    struct fixture *f = *state;

    REFUSED("? [a, b]\n: 1\n", 1, 3, "key must be a word");
    REFUSED("{[a]: 1}", 1, 2, "key must be a word");
}

static void
deep_nesting_is_refused_at_once(void **state)
{
    struct fixture *f = *state;
    char *deep = malloc(200000);
    char fits[65] = { 0 };

    memset(deep, '[', 200000);
    assert_refused(f, deep, 200000, 1, 33, "deeper than 32");
    for (size_t i = 0; i < 200000; i++)
        deep[i] = "{a: "[i % 4];
    assert_refused(f, deep, 200000, 1, 32 * 4 + 1, "deeper than 32");
    free(deep);
    memset(fits, '[', 32);
    memset(fits + 32, ']', 32);
    f->faults.count = 0;
    assert_non_null(parse(f, fits));
}

static void
large_files_are_refused(void **state)
{
    struct fixture *f = *state;
    size_t size = YDOC_MAX_BYTES + 1;
    char *large = malloc(size);

    memset(large, 'x', size);
    assert_refused(f, large, size, 0, 0, "1 MiB");
    f->faults.count = 0;
    assert_non_null(ydoc_parse(&f->arena, large, size - 1, &f->faults));
    for (size_t i = 0; i < size; i++)
        large[i] = i < 1 ? '[' : ",x"[i % 2];
    assert_refused(f, large, size - 1, 1, 399996, "more than 200000 parts");
    free(large);
}

static void
many_keys_take_no_time_squared(void **state)
{
    struct fixture *f = *state;
    char *source = malloc(YDOC_MAX_BYTES);
    size_t length = 0;

    for (int i = 0; i < 90000; i++)
        length += (size_t)snprintf(source + length, YDOC_MAX_BYTES - length, "k%d: 1\n", i);
    assert_int_equal(ydoc_parse(&f->arena, source, length, &f->faults)->count, 90000);
    free(source);
}

static void
faults_end_with_a_word_when_they_are_too_many(void **state)
{
    struct fixture *f = *state;
    char source[3 * 1200 + 1];

    for (int i = 0; i < 1200; i++)
        memcpy(source + (ptrdiff_t)i * 3, "\tx\n", 3);
    assert_null(ydoc_parse(&f->arena, source, sizeof source - 1, &f->faults));
    assert_int_equal(f->faults.count, YDOC_MAX_FAULTS + 1);
    assert_non_null(strstr(f->faults.items[YDOC_MAX_FAULTS].sentence, "too many"));
}

static void
classic_mistakes_have_words_of_their_own(void **state)
{
    struct fixture *f = *state;

    REFUSED("- {when: ${a} = 'x'}\n", 1, 10, "expression stands without quotes");
    REFUSED("- [${a}, ${b}]\n", 1, 4, "expression stands without quotes");
    REFUSED("label: Итог: всё\n", 1, 12, "A colon followed by a blank");
    REFUSED("label: @all\n", 1, 8, "cannot start with this character");
    REFUSED("a: [1\nb: 2\n", 2, 2, "not YAML");
}

static void
only_regular_files_are_read(void **state)
{
    struct fixture *f = *state;
    char folder[] = "/tmp/test_ydoc.XXXXXX";
    char file[64], pipe[64], link[64];
    size_t length = 0;
    int fd;

    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/file", folder);
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    fd = open(file, O_CREAT | O_WRONLY, 0600);
    assert_int_equal(write(fd, "a: 1\n", 5), 5);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink(file, link), 0);

    assert_string_equal(ydoc_read(&f->arena, file, &length, &f->faults), "a: 1\n");
    assert_int_equal(length, 5);
    assert_null(ydoc_read(&f->arena, link, &length, &f->faults));
    assert_non_null(strstr(f->faults.items[0].sentence, "symbolic link"));
    assert_null(ydoc_read(&f->arena, pipe, &length, &f->faults));
    assert_non_null(strstr(f->faults.items[1].sentence, "not a regular file"));
    assert_null(ydoc_read(&f->arena, "/dev/zero", &length, &f->faults));
    assert_null(ydoc_read(&f->arena, folder, &length, &f->faults));
    assert_null(ydoc_read(&f->arena, "/nowhere/at/all", &length, &f->faults));
    assert_int_equal(f->faults.count, 5);
    assert_int_equal(ftruncate(fd, YDOC_MAX_BYTES + 1), 0);
    assert_null(ydoc_read(&f->arena, file, &length, &f->faults));
    assert_non_null(strstr(f->faults.items[5].sentence, "1 MiB"));
    close(fd);
    unlink(file);
    unlink(pipe);
    unlink(link);
    rmdir(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nodes_know_their_line_and_column),
        TEST(scalars_stay_text),
        TEST(text_starts_after_the_quote_or_under_the_bar),
        TEST(comment_behind_a_plain_scalar_is_noticed),
        TEST(byte_order_mark_of_utf_8_is_let_pass),
        TEST(bytes_that_are_no_text_are_refused),
        TEST(tabs_for_indentation_are_refused_each),
        TEST(anchors_aliases_tags_and_directives_are_refused),
        TEST(one_document_a_file),
        TEST(duplicate_keys_are_refused_each),
        TEST(keys_are_words),
        TEST(deep_nesting_is_refused_at_once),
        TEST(large_files_are_refused),
        TEST(many_keys_take_no_time_squared),
        TEST(faults_end_with_a_word_when_they_are_too_many),
        TEST(classic_mistakes_have_words_of_their_own),
        TEST(only_regular_files_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
