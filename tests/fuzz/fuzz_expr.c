/* Expressions and patterns: whatever is parsed is checked, evaluated and written out without trouble. */
#include "../unit/demo_survey.h"
#include "base/die.h"
#include "base/utf8.h"
#include "model/expr.h"
#include "model/pattern.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct expr_env
env_over(struct arena *arena, const struct survey *survey, struct answers *answers)
{
    static const char *const cells[][2] = {
        { "q_int", "5" },        { "q_dec", "-2.5" },        { "q_one", "a" },       { "q_multi", "x z" },
        { "q_text", "Ёлка 12" }, { "q_date", "2026-11-23" }, { "m/r_a", "often" },   { "mc/r_b/days", "4" },
        { "t/r1/.order", "1" },  { "t/r1/count", "3" },      { "t/r2/.order", "2" }, { "t/r2/count", "4" }
    };

    for (size_t i = 0; i < LENGTH(cells); i++)
        demo_answer(arena, answers, cells[i][0], cells[i][1], CELL_ANSWERED);
    return (struct expr_env){ .survey = survey,
                              .answers = answers,
                              .today = "2026-11-23",
                              .row = "r1",
                              .table = "t",
                              .choice = "x",
                              .own = "7",
                              .arena = arena };
}

static void
look_at(struct arena *arena, const struct value *value)
{
    const char *text = value_text(arena, value);

    ensure(value->kind <= VALUE_TRUTH);
    ensure(utf8_valid(text, strlen(text)));
    (void)value_true(value);
}

static void
try_expression(struct arena *arena, const char *source, bool group)
{
    struct problems problems = { .arena = arena };
    struct survey *survey = demo_survey(arena);
    struct answers answers = { 0 };
    struct expr_scope scope = { .survey = survey,
                                .question = survey_question(survey, "t"),
                                .own = survey_question(survey, "q_int"),
                                .group = group,
                                .has_row = true,
                                .has_choice = true,
                                .has_own = true,
                                .skip_others = true };
    struct expr_env env = env_over(arena, survey, &answers);
    const struct expr_member member = { .env = env, .weight = 1.5 };
    const struct expr *expr = expr_parse(arena, source, "x", 1, 1, &problems);
    scoped_buf out = { .max = 1 << 20 };
    struct value value;

    ensure((expr == NULL) == (problems.errors > 0));
    if (expr == NULL)
        return;
    ensure(expr_check(expr, &scope, &problems) == (problems.errors == 0));
    value = expr_value(expr, &env); /* also of a tree with mistakes: never fails */
    look_at(arena, &value);
    value = expr_group_value(expr, &member, 1, arena);
    look_at(arena, &value);
    expr_json(expr, &out);
    ensure(!out.full && utf8_valid(buf_text(&out), out.length));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct place place = { "x", 1, 1 };
    char *source = arena_copy_n(&arena, (const char *)data, size);
    const struct pattern *pattern;

    try_expression(&arena, source, size % 2 == 1);
    pattern = size <= 60 ? pattern_parse(&arena, source, &place, &problems) : NULL;
    if (pattern != NULL) {
        (void)pattern_matches(pattern, source);
        (void)pattern_found(pattern, "aaaaaaaaaaaaaaaa 12-34 Ёлка");
    }
    return 0;
}
