/* A questionnaire out of YAML. */
#include "model/survey_load.h"

#include "base/rng.h"
#include "model/question_load.h"

#include <stdlib.h>
#include <string.h>

struct survey_draft {
    struct survey survey;
    const struct ynode *lists, *sections;
};

struct section_draft {
    struct section section;
    const struct ynode *questions;
};

static void load_retention(struct ybind *bind, const struct ynode *node, void *target);

static const char *const attributions[] = { "name", "role", "none", NULL };

static const struct yfield survey_keys[] = {
    YKEY("survey", ID, survey_draft, survey.id, .required = true),
    YKEY("version", INT, survey_draft, survey.version, .required = true, .min = 1, .max = 1000000),
    YKEY("title", READ, survey_draft, survey.title, .required = true, .read = load_text),
    YKEY("default_language", READ, survey_draft, survey.default_language, .required = true,
         .read = load_language),
    YKEY("languages", READ, survey_draft, survey.languages, .read = load_languages),
    YKEY("stage", INT, survey_draft, survey.stage, .min = 1, .max = 9),
    YKEY("audience", IDS, survey_draft, survey.audience),
    YKEY("attribution", WORD, survey_draft, survey.attribution, .words = attributions),
    YKEY("min_group", INT, survey_draft, survey.min_group, .min = 2, .max = 100, .fallback = 5),
    YKEY("retention", READ, survey_draft, survey.retention_months, .read = load_retention),
    YKEY("minutes", INT, survey_draft, survey.minutes, .min = 1, .max = 480),
    YKEY("purpose", READ, survey_draft, survey.purpose, .read = load_text),
    YKEY("choice_lists", NODE, survey_draft, lists),
    YKEY("sections", NODE, survey_draft, sections, .required = true),
};
static const struct yfields survey_fields = YFIELDS("a questionnaire", survey_keys);

static const struct yfield section_keys[] = {
    YKEY("section", ID, section_draft, section.id, .required = true),
    YKEY("title", READ, section_draft, section.title, .required = true, .read = load_text),
    YKEY("intro", READ, section_draft, section.intro, .read = load_text),
    YKEY("relevant", READ, section_draft, section.relevant, .read = load_expr),
    YKEY("questions", NODE, section_draft, questions, .required = true),
};
static const struct yfields section_fields = YFIELDS("a section", section_keys);

static void
load_retention(struct ybind *bind, const struct ynode *node, void *target)
{
    static const char *const units[] = { "month", NULL };
    int *months = target, unit;

    load_span(bind, node, units, months, &unit);
}

/* Each list is read once for its own findings; the questions read it again for a copy with their strengths.
 */
static void
check_lists(struct load *load, const struct ynode *lists)
{
    if (!ybind_kind(&load->bind, lists, YNODE_MAP, "\"choice_lists\""))
        return;
    for (size_t i = 0; i < lists->count; i++) {
        struct choices choices;
        const char *id;

        ybind_id(&load->bind, &lists->keys[i], &id);
        choices_share(load, &lists->items[i], &choices);
    }
}

static void
load_questions(struct load *load, const struct ynode *node, struct survey *survey, struct seen_ids *seen)
{
    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the questions"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The section has no questions.");
    if (survey->questions.count <= MOST_QUESTIONS && survey->questions.count + node->count > MOST_QUESTIONS)
        ybind_fault(&load->bind, node, "A questionnaire has at most %d questions.", MOST_QUESTIONS);
    for (size_t i = 0; i < node->count && survey->questions.count <= MOST_QUESTIONS; i++) {
        struct question *question = ARENA_PUSH(load->arena, &survey->questions);
        const struct ynode *id = ynode_get(&node->items[i], "id");

        question_load(load, &node->items[i], false, question);
        question->section = (int)survey->sections.count;
        if (question->id[0] == '\0')
            continue;
        seen_add(load, seen, question->id, id);
        if (strcmp(question->id, "row") == 0 || strcmp(question->id, "choice") == 0)
            ybind_fault(&load->bind, id, "\"%s\" has a meaning of its own in expressions; choose another id.",
                        question->id);
    }
}

static void
load_sections(struct load *load, const struct ynode *node, struct survey *survey)
{
    struct seen_ids sections = { 0 }, questions = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the sections"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The questionnaire has no sections.");
    for (size_t i = 0; i < node->count; i++) {
        struct section_draft draft = { .section.first = survey->questions.count };

        ybind_map(&load->bind, &node->items[i], &section_fields, &draft);
        seen_add(load, &sections, draft.section.id, &node->items[i]);
        if (draft.section.id != NULL
            && (strcmp(draft.section.id, "review") == 0 || strcmp(draft.section.id, "done") == 0))
            ybind_fault(&load->bind, &node->items[i], "\"%s\" is a page of its own; choose another id.",
                        draft.section.id);
        if (draft.questions != NULL)
            load_questions(load, draft.questions, survey, &questions);
        draft.section.count = survey->questions.count - draft.section.first;
        *ARENA_PUSH(load->arena, &survey->sections) = draft.section;
    }
    seen_check(load, &sections, "section");
    seen_check(load, &questions, "question");
}

static int
by_id(const void *a, const void *b)
{
    const struct question *const *left = a, *const *right = b;

    return strcmp((*left)->id, (*right)->id);
}

static void
number_questions(struct arena *arena, struct survey *survey)
{
    const struct question **by = ARENA_ARRAY(arena, const struct question *, survey->questions.count);
    int number = 0;

    for (size_t i = 0; i < survey->questions.count; i++) {
        struct question *question = &survey->questions.items[i];

        if (question->type->shape != SHAPE_NONE)
            question->number = ++number;
        by[i] = question;
    }
    qsort(by, survey->questions.count, sizeof *by, by_id);
    survey->by_id = by;
}

/* What people are promised must not be more than what is kept. */
static void
warn_of_none(struct load *load, const struct ynode *root, const struct survey *survey)
{
    const struct ynode *node = ynode_get(root, "attribution");
    struct place place = { load->path, node ? node->line : 0, node ? node->column : 0 };

    if (survey->attribution == ATTRIBUTION_NONE)
        problem_warning(load->problems, &place,
                        "Free text is printed without an author, but the answers are kept under the person: "
                        "do not call this questionnaire anonymous.");
}

struct survey *
survey_load(struct arena *arena, const struct form_source *source, struct problems *problems)
{
    struct survey_draft *draft = ARENA_NEW(arena, struct survey_draft);
    struct survey *survey = &draft->survey;
    struct load load;
    const struct ynode *root = load_open(&load, arena, source, problems);
    char hash[HASH_HEX];

    if (root != NULL) {
        ybind_map(&load.bind, root, &survey_fields, draft);
        warn_of_none(&load, root, survey);
        if (draft->lists != NULL)
            check_lists(&load, draft->lists);
        if (draft->sections != NULL)
            load_sections(&load, draft->sections, survey);
    }
    if (!load_close(&load) || root == NULL)
        return NULL;
    number_questions(arena, survey);
    hash_hex(source->text, source->length, hash);
    survey->hash = arena_copy(arena, hash);
    survey->path = source->path;
    survey->source = source->text;
    survey->source_length = source->length;
    return survey;
}
