/* The value of an expression over a group of responses (docs/forms.md §4). */
#include "model/expr_tree.h"
#include "model/survey.h"

#include <stdlib.h>
#include <string.h>

struct group {
    const struct expr_member *members;
    size_t count;
    struct arena *arena;
};

struct numbers LIST_OF(double);

static const struct value nothing = { .kind = VALUE_EMPTY };

static struct value
number_value(double number)
{
    return (struct value){ .kind = VALUE_NUMBER, .number = number };
}

static struct expr_env
env_of(const struct group *group, size_t index)
{
    struct expr_env env = group->members[index].env;

    env.arena = group->arena;
    return env;
}

/* ---- numbers of a group ---------------------------------------------------------------------------------
 */

/* The choices with strengths that a name's values come from; NULL when they have none. */
static const struct choices *
strengths_of(const struct expr_name *name, const struct survey *survey)
{
    const struct question *question = survey_question(survey, name->question), *column;

    if (question == NULL)
        return NULL;
    column = question_column(question, name->column_id);
    if (!question->has_strength && (column == NULL || !column->has_strength))
        return NULL;
    return column != NULL && column->choices.count > 0 ? &column->choices : &question->choices;
}

/* The greatest strength among the choices of the value; false when it has none of them. */
static bool
strength(struct arena *arena, const struct choices *choices, const char *value, double *out)
{
    bool found = false;

    for (value += strspn(value, " "); *value != '\0'; value += strspn(value, " ")) {
        size_t length = strcspn(value, " ");
        const struct choice *choice = choice_find(choices, arena_copy_n(arena, value, length));

        if (choice != NULL && (!found || choice->strength > *out)) {
            *out = choice->strength;
            found = true;
        }
        value += length;
    }
    return found;
}

static void
add_numbers(const struct group *group, const struct expr_node *node, const struct expr_env *env,
            struct numbers *out)
{
    const struct choices *choices = NULL;
    struct value_list values = { 0 };
    double number;

    if (node->op == EXPR_NAME) {
        values = expr_name_values(node->name, env);
        choices = values.count > 0 && node->name->reach != REACH_ROWS ? strengths_of(node->name, env->survey)
                                                                      : NULL;
    } else {
        *ARENA_PUSH(group->arena, &values) = expr_node_value(node, env);
    }
    for (size_t i = 0; i < values.count; i++)
        if (choices != NULL ? strength(group->arena, choices, values.items[i].text, &number)
                            : value_number(&values.items[i], &number))
            *ARENA_PUSH(group->arena, out) = number;
}

static int
compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* median(), min() or max() of what the members say. */
static struct value
figure(const struct group *group, const struct expr_node *node)
{
    struct numbers numbers = { 0 };
    size_t middle;

    for (size_t i = 0; i < group->count; i++) {
        struct expr_env env = env_of(group, i);

        add_numbers(group, node->args[0], &env, &numbers);
    }
    if (numbers.count == 0)
        return nothing;
    qsort(numbers.items, numbers.count, sizeof *numbers.items, compare_numbers);
    if (node->op == EXPR_MIN)
        return number_value(numbers.items[0]);
    if (node->op == EXPR_MAX)
        return number_value(numbers.items[numbers.count - 1]);
    middle = numbers.count / 2;
    if (numbers.count % 2 == 1)
        return number_value(numbers.items[middle]);
    return number_value((numbers.items[middle - 1] + numbers.items[middle]) / 2);
}

/* ---- people of a group ----------------------------------------------------------------------------------
 */

static struct value
count_members(const struct group *group, const struct expr_node *node)
{
    double count = 0;

    for (size_t i = 0; i < group->count; i++) {
        struct expr_env env = env_of(group, i);
        struct value value;

        if (node->args[0]->op == EXPR_NAME) {
            count += expr_name_values(node->args[0]->name, &env).count > 0;
            continue;
        }
        value = expr_node_value(node->args[0], &env);
        count += value.kind == VALUE_TRUTH ? value.truth : value.kind != VALUE_EMPTY;
    }
    return number_value(count);
}

static void
names_under(const struct expr_node *node, struct arena *arena, struct expr_names *out)
{
    if (node->op == EXPR_NAME)
        *ARENA_PUSH(arena, out) = node->name;
    for (size_t i = 0; i < node->count; i++)
        names_under(node->args[i], arena, out);
}

static bool
answered_any(const struct expr_names *names, const struct expr_env *env)
{
    for (size_t i = 0; i < names->count; i++)
        if (expr_name_values(names->items[i], env).count > 0)
            return true;
    return names->count == 0;
}

/* The weighted share of those for whom the condition holds among those who answered. */
static struct value
share(const struct group *group, const struct expr_node *node)
{
    struct expr_names names = { 0 };
    double all = 0, for_it = 0;

    names_under(node->args[0], group->arena, &names);
    for (size_t i = 0; i < group->count; i++) {
        struct expr_env env = env_of(group, i);
        struct value value;

        if (!answered_any(&names, &env))
            continue;
        value = expr_node_value(node->args[0], &env);
        all += group->members[i].weight;
        if (value_true(&value))
            for_it += group->members[i].weight;
    }
    return all > 0 ? number_value(for_it / all) : nothing;
}

/* ---- the tree -------------------------------------------------------------------------------------------
 */

static struct value
group_value(const struct group *group, const struct expr_node *node)
{
    struct expr_env env = env_of(group, 0);
    struct value args[3] = { 0 };

    switch (node->op) {
    case EXPR_MEDIAN:
    case EXPR_MIN:
    case EXPR_MAX: return figure(group, node);
    case EXPR_N: return count_members(group, node);
    case EXPR_SHARE: return share(group, node);
    case EXPR_OR:
    case EXPR_AND:
        for (size_t i = 0; i < node->count; i++) {
            args[0] = group_value(group, node->args[i]);
            if (value_true(&args[0]) == (node->op == EXPR_OR))
                return (struct value){ .kind = VALUE_TRUTH, .truth = node->op == EXPR_OR };
        }
        return (struct value){ .kind = VALUE_TRUTH, .truth = node->op == EXPR_AND };
    default: break;
    }
    if (node->count == 0 || node->args[0]->op == EXPR_ROLE || node->args[node->count - 1]->op == EXPR_ROLE)
        return expr_node_value(node, &env);
    for (size_t i = 0; i < node->count; i++)
        args[i] = group_value(group, node->args[i]);
    return expr_apply(node, args, &env);
}

struct value
expr_group_value(const struct expr *expr, const struct expr_member *members, size_t count,
                 struct arena *arena)
{
    struct group group = { members, count, arena };

    return count > 0 ? group_value(&group, expr->root) : nothing;
}
