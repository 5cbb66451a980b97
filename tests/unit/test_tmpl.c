/* Pages from Mustache templates. */
#include "html/tmpl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static const char *
test_text(void *arg, const char *key)
{
    static const char *const texts[][2] = {
        { "save", "Зберегти" },
        { "quotes", "Tom's \"A & B\" <b>" },
        { "left", "Осталось {{n}} мин" },
        { "section", "{{#a}}x{{/a}}" },
        { "nested", "{{t.save}}" },
        { "open", "a {{b" },
        { "empty", "" },
    };

    assert_string_equal(arg, "arg");
    for (size_t i = 0; i < LENGTH(texts); i++)
        if (strcmp(texts[i][0], key) == 0)
            return texts[i][1];
    return NULL;
}

static struct tmpl_set *
compile(const char *const *sources, size_t count, char error[200])
{
    static const char *const names[] = { "page", "part", "other" };
    static char arg[] = "arg";
    struct tmpl_source list[3];

    for (size_t i = 0; i < count; i++)
        list[i] = (struct tmpl_source){ names[i], sources[i], strlen(sources[i]) };
    error[0] = '\0';
    return tmpl_compile(list, count, test_text, arg, error, 200);
}

static void
expect(const char *source, const struct view *view, const char *html)
{
    scoped_buf out = { 0 };
    char error[200];
    struct tmpl_set *set = compile(&source, 1, error);

    buf_open(&out, 100000);
    assert_string_equal(error, "");
    assert_non_null(set);
    assert_null(tmpl_render(set, "page", view, &out));
    assert_string_equal(buf_text(&out), html);
    tmpl_free(set);
}

static void
expect_complaint(const char *source, const char *complaint)
{
    char error[200];

    assert_null(compile(&source, 1, error));
    assert_string_equal(error, complaint);
}

static int
open_view(void **state)
{
    static struct arena arena;

    arena_reset(&arena);
    *state = view_new(&arena);
    return 0;
}

static void
plain_html_is_unchanged(void **state)
{
    expect("", *state, "");
    expect("<!doctype html>\n<p class=\"a\" hidden>1 &lt; 2 <br/><!-- <a href=x> - -- --></p>\n", *state,
           "<!doctype html>\n<p class=\"a\" hidden>1 &lt; 2 <br/><!-- <a href=x> - -- --></p>\n");
}

static void
values_are_escaped_in_text_and_in_attributes(void **state)
{
    view_text(*state, "x", "\"><script>alert('1') & {{y}} %s");
    expect("<p title=\"{{x}}\" class='{{ x }}'>{{x}}</p>", *state,
           "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;) &amp; {{y}} %s\" "
           "class='&quot;&gt;&lt;script&gt;alert(&#39;1&#39;) &amp; {{y}} %s'>"
           "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;) &amp; {{y}} %s</p>");
}

static void
only_html_names_go_unescaped(void **state)
{
    view_text(*state, "x_html", "<b>&amp;</b>");
    expect("<p>{{{x_html}}}|{{{ x_html }}}|{{x_html}}</p>", *state,
           "<p><b>&amp;</b>|<b>&amp;</b>|&lt;b&gt;&amp;amp;&lt;/b&gt;</p>");
    expect("<script type=\"application/json\">{{{x_html}}}</script>{{x_html}}", *state,
           "<script type=\"application/json\"><b>&amp;</b></script>&lt;b&gt;&amp;amp;&lt;/b&gt;");
    expect_complaint("a\n{{{x}}}", "page:2: {{{ }}} is for names that end in _html: x");
    expect_complaint("{{{_html}}}", "page:1: this is no name: _html");
    expect_complaint("<p title=\"{{{x_html}}}\">", "page:1: HTML may not stand in an attribute: x_html");
}

static void
unquoted_attribute_values_are_refused(void **state)
{
    (void)state;
    expect_complaint("<p>\n<a href={{x}}>", "page:2: an attribute value needs quotes: x");
    expect_complaint("<p>\n\n<a href=x>", "page:3: an attribute value needs quotes");
    expect_complaint("<a href=\n{{#x}}\"1\"{{/x}}>", "page:2: a section may not begin here: x");
    expect_complaint("<a href={{t.save}}>", "page:1: an attribute value needs quotes: t.save");
}

static void
values_stand_in_text_and_attribute_values_only(void **state)
{
    (void)state;
    expect_complaint("<{{x}}>", "page:1: a value may stand in text or in a quoted attribute only: x");
    expect_complaint("<h{{x}}>", "page:1: a value may stand in text or in a quoted attribute only: x");
    expect_complaint("<p {{x}}>", "page:1: a value may stand in text or in a quoted attribute only: x");
    expect_complaint("<p {{{x_html}}}>",
                     "page:1: a value may stand in text or in a quoted attribute only: x_html");
    expect_complaint("<!-- {{x}} -->", "page:1: a value may not stand in an HTML comment: x");
    expect_complaint("<script>{{x}}</script>", "page:1: only {{{x_html}}} may stand in a script or style: x");
    expect_complaint("<STYLE>{{x}}</STYLE>", "page:1: only {{{x_html}}} may stand in a script or style: x");
    expect_complaint("<p\n<b>", "page:2: a tag is not closed before the next one");
    expect_complaint("<p class=\"a\"\"b\">", "page:1: a quote stands where an attribute's name should");
    expect_complaint("1 < 2", "page:1: a lone < must be written &lt;");
    expect_complaint("<p>\n<a title=\"x>", "page:2: the template ends inside a tag");
}

static void
sections_follow_truth(void **state)
{
    struct view *view = *state;

    view_bool(view, "yes", true);
    view_bool(view, "no", false);
    view_text(view, "text", "t");
    view_text(view, "empty", "");
    view_text(view, "null", NULL);
    view_int(view, "zero", 0);
    view_int(view, "seven", -7);
    expect(
        "{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{#text}}3{{text}}{{/text}}{{#empty}}4{{/empty}}{{#null}}5{{/null}}"
        "{{#zero}}6{{/zero}}{{#seven}}{{seven}}{{/seven}}{{#absent}}8{{/absent}}",
        view, "13t-7");
    expect("{{^yes}}1{{/yes}}{{^no}}2{{/no}}{{^text}}3{{/text}}{{^empty}}4{{/empty}}{{^null}}5{{/null}}"
           "{{^zero}}6{{/zero}}{{^seven}}7{{/seven}}{{^absent}}8{{/absent}}",
           view, "24568");
    expect("{{zero}}{{empty}}{{null}}{{yes}}", view, "0");
}

static void
an_attribute_may_depend_on_a_section(void **state)
{
    view_bool(*state, "checked", true);
    expect("<input{{#checked}} checked{{/checked}}{{#no}} disabled{{/no}}><a class=\"a{{#checked}} "
           "b{{/checked}}\">",
           *state, "<input checked><a class=\"a b\">");
    expect_complaint("<a class=\"{{#x}}\"{{/x}}>",
                     "page:1: a section must end at such a place of the HTML as it began: x");
    expect_complaint("{{#x}}<b {{/x}}>",
                     "page:1: a section must end at such a place of the HTML as it began: x");
    expect_complaint("<p {{#x}}><b {{/x}}>",
                     "page:1: a section must end at such a place of the HTML as it began: x");
}

static void
lists_and_objects_are_entered(void **state)
{
    struct view *view = *state, *inner;

    view_text(view, "name", "outer");
    for (int i = 1; i <= 3; i++) {
        struct view *item = view_item(view, "items");

        view_int(item, "n", i);
        if (i == 2)
            view_text(item, "name", "inner");
        for (int j = 0; j < i; j++)
            view_int(view_item(item, "marks"), "mark", j);
    }
    inner = view_object(view, "object");
    view_text(inner, "name", "object");
    expect(
        "{{#items}}{{n}}{{name}}({{#marks}}{{n}}{{mark}},{{/marks}}){{/items}}{{#object}}{{name}}{{/object}}"
        "{{^items}}none{{/items}}{{^object}}none{{/object}}{{#rows}}x{{/rows}}{{^rows}}none{{/rows}}",
        view, "1outer(10,)2inner(20,21,)3outer(30,31,32,)objectnone");
}

static void
a_linked_view_is_entered_too(void **state)
{
    scoped_arena arena = { 0 };
    struct view *frame = view_new(&arena), *view = *state;

    view_printf(frame, "title", "%s & %d", "T", 5);
    view_link(view, "frame", frame);
    expect("{{#frame}}<title>{{title}}</title>{{/frame}}", view, "<title>T &amp; 5</title>");
}

static void
the_later_of_two_values_counts(void **state)
{
    view_text(*state, "x", "1");
    view_text(*state, "x", "2");
    expect("{{x}}", *state, "2");
}

static void
a_large_view_finds_every_name(void **state)
{
    static char names[300][8];
    scoped_buf source = { 0 }, html = { 0 };

    buf_open(&source, 100000);
    buf_open(&html, 100000);
    for (int i = 0; i < 300; i++) {
        names[i][0] = 'n';
        names[i][1] = (char)('a' + i / 100);
        names[i][2] = (char)('a' + i / 10 % 10);
        names[i][3] = (char)('a' + i % 10);
        view_int(*state, names[i], i);
        buf_printf(&source, "{{%s}} ", names[i]);
        buf_printf(&html, "%d ", i);
    }
    expect(buf_text(&source), *state, buf_text(&html));
}

static void
texts_are_put_in_escaped(void **state)
{
    view_text(*state, "n", "<5>");
    expect("<p title=\"{{t.quotes}}\">{{t.save}}, {{t.left}}{{t.empty}}.</p>", *state,
           "<p title=\"Tom&#39;s &quot;A &amp; B&quot; &lt;b&gt;\">Зберегти, Осталось &lt;5&gt; мин.</p>");
    expect_complaint("\n{{t.nothing}}", "page:2: there is no such text: t.nothing");
    expect_complaint("{{t.section}}", "page:1: a text may hold plain {{variables}} only: t.section");
    expect_complaint("{{t.nested}}", "page:1: a name has no dots: t.save");
    expect_complaint("{{t.open}}", "page:1: a tag has no end");
    expect_complaint("<p {{t.save}}>",
                     "page:1: a value may stand in text or in a quoted attribute only: t.save");
}

static void
partials_see_the_values_around_them(void **state)
{
    const char *const sources[] = { "<ul>\n{{#items}}\n  {{> part }}\n{{/items}}\n</ul>\n",
                                    "<li>{{n}}{{>other}}</li>\n", "!" };
    scoped_buf out = { 0 };
    char error[200];
    struct tmpl_set *set = compile(sources, 3, error);

    assert_string_equal(error, "");
    buf_open(&out, 1000);
    for (int i = 0; i < 2; i++)
        view_int(view_item(*state, "items"), "n", i);
    assert_null(tmpl_render(set, "page", *state, &out));
    assert_string_equal(buf_text(&out), "<ul>\n<li>0!</li>\n<li>1!</li>\n</ul>\n");
    buf_reset(&out);
    assert_null(tmpl_render(set, "other", *state, &out));
    assert_string_equal(buf_text(&out), "!");
    tmpl_free(set);
}

static void
unknown_and_endless_partials_are_refused(void **state)
{
    const char *const circle[] = { "{{>part}}", "\n{{>page}}" };
    char error[200];

    (void)state;
    expect_complaint("{{>nowhere}}", "page:1: there is no such partial: nowhere");
    assert_null(compile(circle, 2, error));
    assert_non_null(strstr(error, "sections and partials are nested too deep"));
}

static void
sections_must_match(void **state)
{
    (void)state;
    expect_complaint("a\n{{#x}}\nb\n", "page:2: this section is not closed: x");
    expect_complaint("{{/x}}", "page:1: this section is not open: x");
    expect_complaint("{{#x}}\n{{#y}}\n{{/x}}", "page:3: another section is to be closed first: y");
    expect_complaint("{{x", "page:1: a tag has no end");
    expect_complaint("{{{x_html}}", "page:1: a tag has no end");
    expect_complaint("{{}}", "page:1: this is no name: ");
    expect_complaint("{{X}}", "page:1: this is no name: X");
    expect_complaint("{{a.b}}", "page:1: a name has no dots: a.b");
    expect_complaint("{{#t.x}}{{/t.x}}", "page:1: a name has no dots: t.x");
    expect_complaint("{{=<% %>=}}", "page:1: this is no name: =<% %>=");
}

/* `depth` sections inside one another. */
static void
nest(struct buf *source, int depth)
{
    for (int i = 0; i < depth; i++)
        buf_puts(source, "{{#x}}");
    for (int i = 0; i < depth; i++)
        buf_puts(source, "{{/x}}");
}

static void
nesting_has_a_limit(void **state)
{
    scoped_buf source = { 0 };
    struct view *inner = *state;

    buf_open(&source, 10000);
    nest(&source, 31);
    for (int i = 0; i < 40; i++)
        inner = view_object(inner, "x");
    expect(buf_text(&source), *state, "");
    buf_reset(&source);
    nest(&source, 32);
    expect_complaint(buf_text(&source), "page:1: sections and partials are nested too deep: x");
}

static void
partials_that_multiply_have_a_limit(void **state)
{
    char names[20][16], texts[20][64], error[200];
    struct tmpl_source sources[20];

    (void)state;
    for (int i = 0; i < 20; i++) {
        snprintf(names[i], sizeof names[i], "p%d", i);
        snprintf(texts[i], sizeof texts[i], i < 19 ? "{{>p%d}}{{>p%d}}" : "x%d%d", i + 1, i + 1);
        sources[i] = (struct tmpl_source){ names[i], texts[i], strlen(texts[i]) };
    }
    assert_null(tmpl_compile(sources, 20, NULL, NULL, error, sizeof error));
    assert_non_null(strstr(error, "the templates are too large together"));
}

static void
lines_of_lone_tags_disappear(void **state)
{
    view_bool(*state, "x", true);
    expect("a\n  {{#x}}  \nb\n{{/x}}\r\n{{! a\n comment }}\nc", *state, "a\nb\nc");
    expect("a {{#x}}\nb\n{{/x}} c\n", *state, "a \nb\n c\n");
    expect("{{#x}}\nb\n{{/x}}", *state, "b\n");
    expect("  {{x}}\n  {{#x}}{{/x}}\n", *state, "  \n  \n");
}

static void
a_missing_name_is_reported_and_shows_nothing(void **state)
{
    const char *source = "a{{x}}b{{y}}{{#no}}{{z}}{{/no}}";
    scoped_buf out = { 0 };
    char error[200];
    struct tmpl_set *set = compile(&source, 1, error);

    buf_open(&out, 100);
    assert_non_null(set);
    assert_string_equal(tmpl_render(set, "page", *state, &out), "x");
    assert_string_equal(buf_text(&out), "ab");
    view_text(*state, "x", NULL);
    view_bool(*state, "y", false);
    buf_reset(&out);
    assert_null(tmpl_render(set, "page", *state, &out));
    assert_string_equal(buf_text(&out), "ab");
    tmpl_free(set);
}

static void
a_full_buffer_is_noticed(void **state)
{
    const char *source = "<p>{{x}}</p>";
    scoped_buf out = { 0 };
    char error[200];
    struct tmpl_set *set = compile(&source, 1, error);

    buf_open(&out, 8);
    view_text(*state, "x", "12");
    assert_null(tmpl_render(set, "page", *state, &out));
    assert_true(out.full);
    tmpl_free(set);
}

static void
a_source_is_read_to_its_length_only(void **state)
{
    struct tmpl_source source = { "page", "abc{{x", 3 };
    scoped_buf out = { 0 };
    char error[200];
    struct tmpl_set *set = tmpl_compile(&source, 1, NULL, NULL, error, sizeof error);

    buf_open(&out, 100);
    assert_non_null(set);
    assert_null(tmpl_render(set, "page", *state, &out));
    assert_string_equal(buf_text(&out), "abc");
    tmpl_free(set);
    tmpl_free(NULL);
}

/* Appends its text to the page. */
static void
write_text(const void *arg, struct buf *out)
{
    buf_puts(out, arg);
}

static void
a_writer_writes_where_it_is_shown(void **state)
{
    struct arena arena = { 0 };
    struct view *view = view_new(&arena);

    (void)state;
    view_writer(view, "body_html", write_text, "<b>&</b>");
    expect("a{{#body_html}}[{{{body_html}}}]{{/body_html}}{{^body_html}}none{{/body_html}}z", view,
           "a[<b>&</b>]z");
    expect("twice {{{body_html}}}{{{body_html}}}", view, "twice <b>&</b><b>&</b>");
    expect("nothing unescaped is shown as text: {{body_html}}", view, "nothing unescaped is shown as text: ");
    arena_close(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(plain_html_is_unchanged, open_view),
        cmocka_unit_test_setup(values_are_escaped_in_text_and_in_attributes, open_view),
        cmocka_unit_test_setup(only_html_names_go_unescaped, open_view),
        cmocka_unit_test_setup(unquoted_attribute_values_are_refused, open_view),
        cmocka_unit_test_setup(values_stand_in_text_and_attribute_values_only, open_view),
        cmocka_unit_test_setup(sections_follow_truth, open_view),
        cmocka_unit_test_setup(an_attribute_may_depend_on_a_section, open_view),
        cmocka_unit_test_setup(lists_and_objects_are_entered, open_view),
        cmocka_unit_test_setup(a_linked_view_is_entered_too, open_view),
        cmocka_unit_test_setup(the_later_of_two_values_counts, open_view),
        cmocka_unit_test_setup(a_large_view_finds_every_name, open_view),
        cmocka_unit_test_setup(texts_are_put_in_escaped, open_view),
        cmocka_unit_test_setup(partials_see_the_values_around_them, open_view),
        cmocka_unit_test_setup(unknown_and_endless_partials_are_refused, open_view),
        cmocka_unit_test_setup(sections_must_match, open_view),
        cmocka_unit_test_setup(nesting_has_a_limit, open_view),
        cmocka_unit_test_setup(partials_that_multiply_have_a_limit, open_view),
        cmocka_unit_test_setup(lines_of_lone_tags_disappear, open_view),
        cmocka_unit_test_setup(a_missing_name_is_reported_and_shows_nothing, open_view),
        cmocka_unit_test_setup(a_full_buffer_is_noticed, open_view),
        cmocka_unit_test_setup(a_source_is_read_to_its_length_only, open_view),
        cmocka_unit_test(a_writer_writes_where_it_is_shown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
