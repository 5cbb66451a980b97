/* The requirement catalogue out of YAML. */
#include "model/catalogue_load.h"

#include "base/rng.h"
#include "model/quiz_load.h"

#include <string.h>

struct catalogue_draft {
    struct catalogue catalogue;
    const struct ynode *requirements, *method, *dimensions, *levels;
};

static void load_titles(struct ybind *bind, const struct ynode *node, void *target);
static void load_roles(struct ybind *bind, const struct ynode *node, void *target);

static const struct yfield catalogue_keys[] = {
    YKEY("catalogue", ID, catalogue_draft, catalogue.id, .required = true),
    YKEY("version", INT, catalogue_draft, catalogue.version, .required = true, .min = 1, .max = 1000000),
    YKEY("default_language", READ, catalogue_draft, catalogue.default_language, .required = true,
         .read = load_language),
    YKEY("languages", READ, catalogue_draft, catalogue.languages, .read = load_languages),
    YKEY("categories", READ, catalogue_draft, catalogue.categories, .required = true, .read = load_titles),
    YKEY("goals", READ, catalogue_draft, catalogue.goals, .read = load_titles),
    YKEY("roles", READ, catalogue_draft, catalogue.roles, .required = true, .read = load_roles),
    YKEY("requirements", NODE, catalogue_draft, requirements, .required = true),
    YKEY("default_acceptance", READ, catalogue_draft, catalogue.default_acceptance, .required = true,
         .read = load_text),
    YKEY("unspecified", READ, catalogue_draft, catalogue.unspecified, .required = true, .read = load_text),
    YKEY("method", NODE, catalogue_draft, method, .required = true),
    YKEY("dimensions", NODE, catalogue_draft, dimensions),
    YKEY("levels", NODE, catalogue_draft, levels),
};
static const struct yfields catalogue_fields = YFIELDS("a catalogue", catalogue_keys);

static void
load_titles(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("id", READ, titled, id, .required = true, .read = load_key),
        YKEY("title", READ, titled, title, .required = true, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("an entry of id and title", keys);
    struct titles *titles = target;
    struct seen_ids seen = { 0 };

    if (!ybind_kind(bind, node, YNODE_LIST, "the value"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct titled *titled = ARENA_PUSH(bind->arena, titles);

        titled->id = "";
        if (ybind_map(bind, &node->items[i], &fields, titled))
            seen_add(load_of(bind), &seen, titled->id, &node->items[i]);
    }
    seen_check(load_of(bind), &seen, "id");
}

static void
load_weight_in(struct ybind *bind, const struct ynode *node, void *target)
{
    struct weights *weights = target;

    if (!ybind_kind(bind, node, YNODE_MAP, "\"weight_in\""))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct weight_in *weight = ARENA_PUSH(bind->arena, weights);

        weight->category = node->keys[i].text;
        if (ybind_number(bind, &node->items[i], &weight->weight)
            && (weight->weight <= 0 || weight->weight > 100))
            ybind_fault(bind, &node->items[i], "A weight is more than 0 and at most 100.");
    }
}

static void
load_roles(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("id", ID, role, id, .required = true),
        YKEY("weight", NUMBER, role, weight, .min = 0.01, .max = 100, .fallback = 1),
        YKEY("weight_in", READ, role, weight_in, .read = load_weight_in),
        YKEY("title", READ, role, title, .required = true, .read = load_text),
        YKEY("key_user", BOOL, role, key_user),
        YKEY("head", BOOL, role, head),
        YKEY("process_owner", BOOL, role, process_owner),
    };
    static const struct yfields fields = YFIELDS("a role", keys);
    struct roles *roles = target;
    struct seen_ids seen = { 0 };

    if (!ybind_kind(bind, node, YNODE_LIST, "the roles"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct role *role = ARENA_PUSH(bind->arena, roles);

        role->id = "";
        if (ybind_map(bind, &node->items[i], &fields, role))
            seen_add(load_of(bind), &seen, role->id, &node->items[i]);
    }
    seen_check(load_of(bind), &seen, "role");
}

static void
dimensions_load(struct load *load, const struct ynode *node, struct dimensions *out)
{
    static const struct yfield statement_keys[] = {
        YKEY("id", STRING, statement, id, .required = true),
        YKEY("text", READ, statement, text, .required = true, .read = load_text),
    };
    static const struct yfields statement_fields = YFIELDS("a statement", statement_keys);
    struct dimension_draft {
        struct dimension dimension;
        const struct ynode *statements;
    };
    static const struct yfield keys[] = {
        YKEY("id", READ, dimension_draft, dimension.id, .required = true, .read = load_key),
        YKEY("weight", NUMBER, dimension_draft, dimension.weight, .min = 0.01, .max = 1000, .fallback = 1),
        YKEY("title", READ, dimension_draft, dimension.title, .required = true, .read = load_text),
        YKEY("statements", NODE, dimension_draft, statements, .required = true),
    };
    static const struct yfields fields = YFIELDS("a dimension", keys);
    struct seen_ids ids = { 0 }, statements = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the dimensions"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct dimension_draft draft = { 0 };
        const struct ynode *list;

        ybind_map(&load->bind, &node->items[i], &fields, &draft);
        seen_add(load, &ids, draft.dimension.id, &node->items[i]);
        list = draft.statements;
        if (list == NULL || !ybind_kind(&load->bind, list, YNODE_LIST, "the statements"))
            continue;
        for (size_t j = 0; j < list->count; j++) {
            struct statement *statement = ARENA_PUSH(load->arena, &draft.dimension.statements);

            ybind_map(&load->bind, &list->items[j], &statement_fields, statement);
            seen_add(load, &statements, statement->id, &list->items[j]);
        }
        *ARENA_PUSH(load->arena, out) = draft.dimension;
    }
    seen_check(load, &ids, "dimension");
    seen_check(load, &statements, "statement");
}

static void
levels_load(struct load *load, const struct ynode *node, struct levels *out)
{
    static const struct yfield keys[] = {
        YKEY("level", INT, level, level, .required = true, .min = 0, .max = 20),
        YKEY("title", READ, level, title, .required = true, .read = load_text),
        YKEY("conclusion", READ, level, conclusion, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("a level", keys);

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the levels"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct level *level = ARENA_PUSH(load->arena, out);

        if (ybind_map(&load->bind, &node->items[i], &fields, level) && i > 0
            && level->level <= level[-1].level)
            ybind_fault(&load->bind, &node->items[i], "The levels stand from low to high.");
    }
}

struct catalogue *
catalogue_load(struct arena *arena, const struct form_source *source, struct problems *problems)
{
    struct catalogue_draft *draft = ARENA_NEW(arena, struct catalogue_draft);
    struct catalogue *catalogue = &draft->catalogue;
    struct load load;
    const struct ynode *root = load_open(&load, arena, source, problems);
    char hash[HASH_HEX];

    if (root != NULL) {
        ybind_map(&load.bind, root, &catalogue_fields, draft);
        if (draft->requirements != NULL)
            requirements_load(&load, draft->requirements, &catalogue->requirements);
        if (draft->method != NULL) {
            catalogue->method_line = draft->method->line;
            method_load(&load, draft->method, &catalogue->method);
        }
        if (draft->dimensions != NULL)
            dimensions_load(&load, draft->dimensions, &catalogue->dimensions);
        if (draft->levels != NULL)
            levels_load(&load, draft->levels, &catalogue->levels);
        if (load.faults.count == 0)
            catalogue_check(&load, root, catalogue);
    }
    if (!load_close(&load) || root == NULL)
        return NULL;
    hash_hex(source->text, source->length, hash);
    catalogue->hash = arena_copy(arena, hash);
    catalogue->path = source->path;
    return catalogue;
}
