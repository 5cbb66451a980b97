/* Requirements of the catalogue out of YAML, and whether they fit together. */
#include "model/catalogue_load.h"
#include "model/question_load.h"

#include <string.h>

static void
load_code(struct ybind *bind, const struct ynode *node, void *target)
{
    const char *code;

    if (!ybind_string(bind, node, &code))
        return;
    if (!code_valid(code))
        ybind_fault(bind, node, "\"%s\" is no code such as CLI-02 or COM-01.1.",
                    ydoc_quote(bind->arena, code));
    else
        memcpy(target, &code, sizeof code);
}

static void
load_conflicts(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("code", READ, conflict, code, .required = true, .read = load_code),
        YKEY("choice", READ, conflict, choice, .read = load_value_field),
        YKEY("choice_without", READ, conflict, choice_without, .read = load_value_field),
        YKEY("own", READ, conflict, own, .read = load_value_field),
        YKEY("own_without", READ, conflict, own_without, .read = load_value_field),
    };
    static const struct yfields fields = YFIELDS("a conflict", keys);
    struct conflicts *conflicts = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the conflicts"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct conflict *conflict = ARENA_PUSH(bind->arena, conflicts);

        *conflict = (struct conflict){ .line = node->items[i].line, .column = node->items[i].column };
        if (!ybind_map(bind, &node->items[i], &fields, conflict))
            continue;
        if ((conflict->choice && conflict->choice_without) || (conflict->own && conflict->own_without))
            ybind_fault(bind, &node->items[i], "A side of a conflict has a choice or lacks one, not both.");
    }
}

static void
load_variants(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("choice", READ, variant_text, choice, .required = true, .read = load_value_field),
        YKEY("statement", READ, variant_text, statement, .read = load_text),
        YKEY("acceptance", READ, variant_text, acceptance, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("a variant", keys);
    struct variant_texts *variants = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the variants"))
        return;
    for (size_t i = 0; i < node->count; i++)
        ybind_map(bind, &node->items[i], &fields, ARENA_PUSH(bind->arena, variants));
}

static const char *const verifications[] = { "inspection", "analysis", "demonstration", "test", NULL };

static const struct yfield requirement_keys[] = {
    YKEY("code", READ, requirement_def, code, .required = true, .read = load_code),
    YKEY("category", STRING, requirement_def, category, .required = true),
    YKEY("statement", READ, requirement_def, statement, .required = true, .read = load_text),
    YKEY("acceptance", READ, requirement_def, acceptance, .read = load_text),
    YKEY("default_acceptance", BOOL, requirement_def, default_acceptance),
    YKEY("verification", WORD, requirement_def, verification, .required = true, .words = verifications),
    YKEY("goals", IDS, requirement_def, goals),
    YKEY("conflicts_with", READ, requirement_def, conflicts, .read = load_conflicts),
    YKEY("requires", STRINGS, requirement_def, requires),
    YKEY("variants", READ, requirement_def, variants, .read = load_variants),
};
static const struct yfields requirement_fields = YFIELDS("a requirement", requirement_keys);

void
requirements_load(struct load *load, const struct ynode *node, struct requirement_defs *out)
{
    struct seen_ids seen = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the requirements"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct requirement_def *def = ARENA_PUSH(load->arena, out);

        *def = (struct requirement_def){ .code = "",
                                         .line = node->items[i].line,
                                         .column = node->items[i].column };
        if (ybind_map(&load->bind, &node->items[i], &requirement_fields, def))
            seen_add(load, &seen, def->code, &node->items[i]);
    }
    seen_check(load, &seen, "code");
}

static void
check_code(struct load *load, const struct ynode *node, const struct catalogue *catalogue, const char *code)
{
    struct yguess guess = yguess_for(load->arena, code);

    if (catalogue_requirement(catalogue, code) != NULL)
        return;
    for (size_t i = 0; i < catalogue->requirements.count; i++)
        yguess_try(&guess, catalogue->requirements.items[i].code);
    ybind_fault(&load->bind, node, "There is no requirement \"%s\".%s", ydoc_quote(load->arena, code),
                yguess_text(&guess));
}

static void
check_title(struct load *load, const struct ynode *node, const struct titles *titles, const char *what)
{
    struct yguess guess = yguess_for(load->arena, node->text);

    if (titled_find(titles, node->text) != NULL)
        return;
    for (size_t i = 0; i < titles->count; i++)
        yguess_try(&guess, titles->items[i].id);
    ybind_fault(&load->bind, node, "There is no %s \"%s\".%s", what, ydoc_quote(load->arena, node->text),
                yguess_text(&guess));
}

static void
check_requirement(struct load *load, const struct ynode *node, const struct catalogue *catalogue,
                  const struct requirement_def *def)
{
    const struct ynode *goals = ynode_get(node, "goals"), *requires = ynode_get(node, "requires");
    const struct ynode *conflicts = ynode_get(node, "conflicts_with");

    check_title(load, ynode_get(node, "category"), &catalogue->categories, "category");
    for (size_t i = 0; goals != NULL && i < goals->count; i++)
        check_title(load, &goals->items[i], &catalogue->goals, "goal");
    for (size_t i = 0; requires != NULL && i < requires->count; i++) {
        check_code(load, &requires->items[i], catalogue, requires->items[i].text);
        if (strcmp(requires->items[i].text, def->code) == 0)
            ybind_fault(&load->bind, &requires->items[i], "A requirement cannot require itself.");
    }
    for (size_t i = 0; conflicts != NULL && i < conflicts->count; i++)
        check_code(load, &conflicts->items[i], catalogue, def->conflicts.items[i].code);
    if (def->default_acceptance && !text_present(&def->acceptance))
        load_warn(load, node, "\"default_acceptance\" stands without an \"acceptance\".");
}

static void
check_roles(struct load *load, const struct ynode *nodes, const struct catalogue *catalogue)
{
    const struct role *key_user = NULL;

    for (size_t i = 0; i < nodes->count; i++) {
        const struct role *role = &catalogue->roles.items[i];
        const struct ynode *weights = ynode_get(&nodes->items[i], "weight_in");

        for (size_t j = 0; weights != NULL && j < weights->count; j++)
            check_title(load, &weights->keys[j], &catalogue->categories, "category");
        if (role->key_user && key_user != NULL)
            ybind_fault(&load->bind, &nodes->items[i], "Only one role is that of a key user; \"%s\" is.",
                        key_user->id);
        if (role->key_user)
            key_user = role;
    }
}

static void
check_topics(struct load *load, const struct ynode *topics, const struct catalogue *catalogue)
{
    for (size_t i = 0; topics != NULL && i < topics->count; i++) {
        const struct ynode *codes = &topics->items[i];

        for (size_t j = 0; j < codes->count; j++) {
            if (strchr(codes->items[j].text, '-') != NULL)
                check_code(load, &codes->items[j], catalogue, codes->items[j].text);
            else
                check_title(load, &codes->items[j], &catalogue->categories, "category");
        }
    }
}

void
catalogue_check(struct load *load, const struct ynode *root, const struct catalogue *catalogue)
{
    const struct ynode *requirements = ynode_get(root, "requirements");
    const struct ynode *deciders = ynode_get(ynode_get(root, "method"), "deciders");

    for (size_t i = 0; i < requirements->count; i++)
        check_requirement(load, &requirements->items[i], catalogue, &catalogue->requirements.items[i]);
    check_roles(load, ynode_get(root, "roles"), catalogue);
    if (deciders != NULL)
        check_topics(load, ynode_get(deciders, "topics"), catalogue);
}
