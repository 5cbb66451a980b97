/* The requirement catalogue: looking things up in it. */
#include "model/catalogue.h"

#include <string.h>

const struct requirement_def *
catalogue_requirement(const struct catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->requirements.count; i++) {
        if (strcmp(catalogue->requirements.items[i].code, code) == 0)
            return &catalogue->requirements.items[i];
    }
    return NULL;
}

const struct role *
catalogue_role(const struct catalogue *catalogue, const char *id)
{
    for (size_t i = 0; i < catalogue->roles.count; i++) {
        if (strcmp(catalogue->roles.items[i].id, id) == 0)
            return &catalogue->roles.items[i];
    }
    return NULL;
}

const struct names *
catalogue_person_roles(struct arena *arena, const struct catalogue *catalogue, const struct names *given,
                       bool key_user)
{
    struct names *all = ARENA_NEW(arena, struct names);

    for (size_t i = 0; i < given->count; i++)
        *ARENA_PUSH(arena, all) = given->items[i];
    for (size_t i = 0; key_user && catalogue != NULL && i < catalogue->roles.count; i++)
        if (catalogue->roles.items[i].key_user)
            *ARENA_PUSH(arena, all) = catalogue->roles.items[i].id;
    return all;
}

const struct titled *
titled_find(const struct titles *titles, const char *id)
{
    for (size_t i = 0; i < titles->count; i++) {
        if (strcmp(titles->items[i].id, id) == 0)
            return &titles->items[i];
    }
    return NULL;
}

static double
role_weight(const struct role *role, const char *category)
{
    for (size_t i = 0; i < role->weight_in.count; i++) {
        if (strcmp(role->weight_in.items[i].category, category) == 0)
            return role->weight_in.items[i].weight;
    }
    return role->weight;
}

double
catalogue_weight(const struct catalogue *catalogue, const struct names *roles, const char *category)
{
    double most = 0;
    bool known = false;

    for (size_t i = 0; i < roles->count; i++) {
        const struct role *role = catalogue_role(catalogue, roles->items[i]);
        double weight = role ? role_weight(role, category) : 0;

        if (role != NULL && (!known || weight > most))
            most = weight;
        known |= role != NULL;
    }
    return known ? most : 1;
}
