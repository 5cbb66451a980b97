/* The numbers of the method out of YAML: shares and scores become hundredths here, once. */
#include "model/catalogue_load.h"
#include "model/quiz_load.h"

#include <math.h>
#include <string.h>

struct method_draft {
    struct method_rules rules;
    const struct ynode *priorities;
};

static const char *const priorities[] = { "must", "should", "could", "wont", NULL };
static const char *const ranks[] = { "", "A", "B", "C", NULL }; /* by enum goal_rank */

/* A percentage or score of 0…100 with at most two decimals, as hundredths. */
static void
load_hundredths(struct ybind *bind, const struct ynode *node, void *target)
{
    double number;
    int hundredths;

    if (!ybind_number(bind, node, &number))
        return;
    hundredths = (int)floor(number * 100 + 0.5);
    if (number < 0 || number > 100 || fabs(number * 100 - hundredths) > 1e-6)
        ybind_fault(bind, node, "\"%s\" is not 0 to 100 with at most two decimals.", node->text);
    else
        memcpy(target, &hundredths, sizeof hundredths);
}

static void
load_file_question(struct ybind *bind, const struct ynode *node, void *target)
{
    const char *reference;

    if (load_reference(bind, node, &reference))
        memcpy(target, &reference, sizeof reference);
}

#define HUNDREDTHS(key, member, ...)                                                                         \
    YKEY(key, READ, method_rules, member, .read = load_hundredths, ##__VA_ARGS__)

static void
load_arises(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        HUNDREDTHS("share", arises_share, .required = true),
        YKEY("respondents", INT, method_rules, arises_respondents, .required = true, .min = 1, .max = 1000),
    };
    static const struct yfields fields = YFIELDS("\"arises\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_priority_weights(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("share", INT, method_rules, weight_share, .required = true, .min = 0, .max = 10),
        YKEY("importance", INT, method_rules, weight_importance, .required = true, .min = 0, .max = 10),
        YKEY("goal", INT, method_rules, weight_goal, .required = true, .min = 0, .max = 10),
    };
    static const struct yfields fields = YFIELDS("\"priority_weights\"", keys);
    const struct method_rules *rules = target;

    if (ybind_map(bind, node, &fields, target)
        && rules->weight_share + rules->weight_importance + rules->weight_goal != 10)
        ybind_fault(bind, node, "The weights must add up to 10.");
}

static void
load_goal_points(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        HUNDREDTHS("A", goal_points[GOAL_A], .required = true),
        HUNDREDTHS("B", goal_points[GOAL_B], .required = true),
        HUNDREDTHS("C", goal_points[GOAL_C], .required = true),
    };
    static const struct yfields fields = YFIELDS("\"goal_points\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_importance_scale(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("min", NUMBER, method_rules, importance_min, .required = true),
        YKEY("max", NUMBER, method_rules, importance_max, .required = true),
    };
    static const struct yfields fields = YFIELDS("\"importance_scale\"", keys);
    const struct method_rules *rules = target;

    if (ybind_map(bind, node, &fields, target) && rules->importance_min >= rules->importance_max)
        ybind_fault(bind, node, "\"min\" must be less than \"max\".");
}

static void
load_prevails(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        HUNDREDTHS("share", prevails_share, .required = true),
        YKEY("respondents", INT, method_rules, prevails_respondents, .required = true, .min = 1, .max = 1000),
    };
    static const struct yfields fields = YFIELDS("\"prevails\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_differs(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        HUNDREDTHS("support", differs_support, .required = true),
        HUNDREDTHS("number", differs_number, .required = true),
        YKEY("scale", NUMBER, method_rules, differs_scale, .required = true, .min = 0, .max = 100),
        YKEY("maturity", NUMBER, method_rules, differs_maturity, .required = true, .min = 0, .max = 100),
    };
    static const struct yfields fields = YFIELDS("\"differs\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_points(struct ybind *bind, const struct ynode *node, void *target)
{
    struct points *points = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the points"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        double number = 0;

        if (ybind_number(bind, &node->items[i], &number))
            *ARENA_PUSH(bind->arena, points) = number;
    }
}

static void
load_thirds(struct ybind *bind, const struct ynode *node, void *target)
{
    struct ranks *thirds = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the thirds"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        int rank = GOAL_A;

        while (rank <= GOAL_C && strcmp(ranks[rank], node->items[i].text) != 0)
            rank++;
        if (rank > GOAL_C)
            ybind_fault(bind, &node->items[i], "\"%s\" is none of A, B, C.",
                        ydoc_quote(bind->arena, node->items[i].text));
        else
            *ARENA_PUSH(bind->arena, thirds) = (enum goal_rank)rank;
    }
    if (node->count != 3)
        ybind_fault(bind, node, "There are three thirds, such as [A, B, C].");
}

static void
load_goal_ranking(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("question", READ, method_rules, goal_question, .required = true, .read = load_file_question),
        YKEY("points", READ, method_rules, goal_ranking_points, .required = true, .read = load_points),
        YKEY("thirds", READ, method_rules, goal_ranking_thirds, .required = true, .read = load_thirds),
    };
    static const struct yfields fields = YFIELDS("\"goal_ranking\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_goal_table(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("question", READ, method_rules, goal_table, .required = true, .read = load_file_question),
        YKEY("goal", ID, method_rules, goal_column.goal, .required = true),
        YKEY("indicator", ID, method_rules, goal_column.indicator),
        YKEY("unit", ID, method_rules, goal_column.unit),
        YKEY("current", ID, method_rules, goal_column.current, .required = true),
        YKEY("not_measured", ID, method_rules, goal_column.not_measured),
        YKEY("measured", ID, method_rules, goal_column.measured),
        YKEY("source", ID, method_rules, goal_column.source),
        YKEY("target", ID, method_rules, goal_column.target, .required = true),
        YKEY("due", ID, method_rules, goal_column.due, .required = true),
        YKEY("owner", ID, method_rules, goal_column.owner, .required = true),
        YKEY("how", ID, method_rules, goal_column.how),
        YKEY("priority", ID, method_rules, goal_column.priority, .required = true),
    };
    static const struct yfields fields = YFIELDS("\"goal_table\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_goal_agreement(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        HUNDREDTHS("support", goal_agreement.support, .required = true),
        HUNDREDTHS("target", goal_agreement.target, .required = true),
        YKEY("due_days", INT, method_rules, goal_agreement.due_days, .required = true, .min = 0, .max = 1000),
    };
    static const struct yfields fields = YFIELDS("\"goal_agreement\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_topics(struct ybind *bind, const struct ynode *node, void *target)
{
    struct topics_codes *topics = target;

    if (!ybind_kind(bind, node, YNODE_MAP, "the topics"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct topic_codes *topic = ARENA_PUSH(bind->arena, topics);
        const struct ynode *codes = &node->items[i];

        topic->topic = node->keys[i].text;
        if (!ybind_kind(bind, codes, YNODE_LIST, "a topic"))
            continue;
        for (size_t j = 0; j < codes->count; j++) {
            const char *code;

            if (ybind_string(bind, &codes->items[j], &code))
                *ARENA_PUSH(bind->arena, &topic->codes) = code;
        }
    }
}

static void
load_deciders(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("question", READ, method_rules, deciders.question, .required = true, .read = load_file_question),
        YKEY("column", ID, method_rules, deciders.column, .required = true),
        YKEY("topics", READ, method_rules, deciders.topics, .required = true, .read = load_topics),
    };
    static const struct yfields fields = YFIELDS("\"deciders\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_risk_register(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("question", READ, method_rules, risk_register.question, .required = true,
             .read = load_file_question),
        YKEY("probability", ID, method_rules, risk_register.probability, .required = true),
        YKEY("impact", ID, method_rules, risk_register.impact, .required = true),
        YKEY("action_from", NUMBER, method_rules, risk_register.action_from, .min = 0, .max = 1000),
    };
    static const struct yfields fields = YFIELDS("\"risk_register\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_suspicious(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = { HUNDREDTHS("time_share", suspicious_time_share, .required = true) };
    static const struct yfields fields = YFIELDS("\"suspicious\"", keys);

    ybind_map(bind, node, &fields, target);
}

static void
load_marks(struct ybind *bind, const struct ynode *node, void *target)
{
    struct titles *marks = target;

    if (!ybind_kind(bind, node, YNODE_MAP, "\"statement_marks\""))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct titled mark = { 0 };

        if (ybind_id(bind, &node->keys[i], &mark.id)) {
            load_text(bind, &node->items[i], &mark.title);
            *ARENA_PUSH(bind->arena, marks) = mark;
        }
    }
}

/* The whole struct is the target of these groups: they stand at its start. */
#define GROUP(key, function, ...)                                                                            \
    {                                                                                                        \
        .name = (key), .type = YFIELD_READ, .offset = 0, .read = (function), ##__VA_ARGS__                   \
    }

static const struct yfield method_keys[] = {
    GROUP("arises", load_arises, .required = true),
    GROUP("priority_weights", load_priority_weights, .required = true),
    GROUP("goal_points", load_goal_points, .required = true),
    GROUP("importance_scale", load_importance_scale, .required = true),
    YKEY("priorities", NODE, method_draft, priorities, .required = true),
    YKEY("policy_at_least", WORD, method_draft, rules.policy_at_least, .required = true, .words = priorities),
    YKEY("single_voice_at_most", WORD, method_draft, rules.single_voice_at_most, .required = true,
         .words = priorities),
    YKEY("low_coverage_at_most", WORD, method_draft, rules.low_coverage_at_most, .required = true,
         .words = priorities),
    YKEY("coverage", READ, method_draft, rules.coverage, .required = true, .read = load_hundredths),
    GROUP("prevails", load_prevails, .required = true),
    GROUP("differs", load_differs, .required = true),
    GROUP("goal_ranking", load_goal_ranking),
    GROUP("goal_table", load_goal_table),
    GROUP("goal_agreement", load_goal_agreement),
    GROUP("deciders", load_deciders),
    GROUP("risk_register", load_risk_register),
    YKEY("department_users", READ, method_draft, rules.department_users, .read = load_expr),
    GROUP("suspicious", load_suspicious),
    YKEY("statement_marks", READ, method_draft, rules.statement_marks, .read = load_marks),
};
static const struct yfields method_fields = YFIELDS("\"method\"", method_keys);

struct priority_draft {
    enum priority priority;
    int from;
};

static void
load_priorities(struct load *load, const struct ynode *node, struct method_rules *out)
{
    static const struct yfield keys[] = {
        YKEY("priority", WORD, priority_draft, priority, .required = true, .words = priorities),
        YKEY("from", READ, priority_draft, from, .required = true, .read = load_hundredths),
    };
    static const struct yfields fields = YFIELDS("a priority", keys);

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the priorities"))
        return;
    if (node->count != PRIORITY_COUNT)
        ybind_fault(&load->bind, node, "There are four priorities: must, should, could, wont.");
    for (size_t i = 0; i < node->count && i < PRIORITY_COUNT; i++) {
        struct priority_draft draft = { 0 };

        if (!ybind_map(&load->bind, &node->items[i], &fields, &draft))
            continue;
        if (draft.priority != (enum priority)i)
            ybind_fault(&load->bind, &node->items[i], "The priorities stand as must, should, could, wont.");
        else if (i > 0 && draft.from >= out->priority_from[i - 1])
            ybind_fault(&load->bind, &node->items[i], "Each priority starts lower than the one before it.");
        out->priority_from[i] = draft.from;
    }
}

void
method_load(struct load *load, const struct ynode *node, struct method_rules *out)
{
    struct method_draft draft = { 0 };
    const char *point;

    ybind_map(&load->bind, node, &method_fields, &draft);
    if (draft.priorities != NULL)
        load_priorities(load, draft.priorities, &draft.rules);
    if (draft.rules.department_users != NULL) {
        const struct expr_names *names = expr_names(draft.rules.department_users);

        /* the questionnaire it is about is the one its first name has in front of the point */
        if (names->count > 0 && (point = strchr(names->items[0]->text, '.')) != NULL)
            draft.rules.department_users_survey =
                arena_copy_n(load->arena, names->items[0]->text, (size_t)(point - names->items[0]->text));
    }
    *out = draft.rules;
}
