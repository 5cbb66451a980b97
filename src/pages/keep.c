/* Keeping one cell of a response. */
#include "pages/keep.h"

#include "pages/control.h"

#include <string.h>

static enum kept
put(struct request *rq, struct visit *visit, struct keeping *keeping)
{
    const struct cell *cell = &keeping->cell;
    struct answer_save save = { .response = visit->response.id,
                                .person = visit->response.person,
                                .question = cell->question,
                                .row = cell->row,
                                .column = cell->column,
                                .value = cell->value,
                                .state = cell->state,
                                .seen = keeping->seen,
                                .now = rq->now,
                                .by = { ACTOR_PERSON, visit->response.person },
                                .page = keeping->page ? keeping->page : "",
                                .sequence = keeping->sequence };

    switch (answer_put(page_db(rq), rq->arena, &save, &keeping->saved)) {
    case DB_OK: return KEPT;
    case DB_CONFLICT: return keeping->saved.handed_in ? KEPT_CLOSED : KEPT_CHANGED;
    default: return KEPT_FAILED;
    }
}

static int64_t
revision_of(const struct visit *visit, const char *question, const char *row, const char *column)
{
    const struct cell *cell = answers_cell(&visit->answers, question, row, column);

    return cell ? cell->revision : 0;
}

/* What was stored, for the rest of this request. */
static void
remember(struct request *rq, struct visit *visit, const struct cell *stored)
{
    for (size_t i = 0; i < visit->answers.count; i++) {
        struct cell *cell = &visit->answers.items[i];

        if (strcmp(cell->question, stored->question) == 0 && strcmp(cell->row, stored->row) == 0
            && strcmp(cell->column, stored->column) == 0) {
            *cell = *stored;
            return;
        }
    }
    *ARENA_PUSH(rq->arena, &visit->answers) = *stored;
    answers_sort(&visit->answers);
}

enum kept
keep_order(struct request *rq, struct visit *visit, const struct question *question, const char *row,
           int order)
{
    struct keeping place = {
        .cell = { .question = question->id,
                  .row = row,
                  .column = COLUMN_ORDER,
                  .value = order > 0 ? arena_int(rq->arena, order) : "" },
        .seen = revision_of(visit, question->id, row, COLUMN_ORDER),
    };
    enum kept kept = put(rq, visit, &place);

    if (kept == KEPT)
        remember(rq, visit, &place.saved.cell);
    return kept;
}

static bool
is_answer(const struct cell *cell)
{
    return cell->value[0] != '\0' || cell->state != CELL_ANSWERED;
}

/* Something is written into a row that has no place yet. */
static bool
needs_place(const struct visit *visit, const struct question *question, const struct cell *cell)
{
    return form_rows_free(question) && cell->row[0] != '\0' && strcmp(cell->column, COLUMN_ORDER) != 0
           && is_answer(cell) && !form_row_kept(&visit->answers, question->id, cell->row);
}

static bool
refuse(struct keeping *keeping, const char *text_id, double most)
{
    keeping->refusal = (struct refusal){ .text_id = text_id, .most = most, .row = "", .column = "" };
    return true;
}

static bool
refuses_cell(struct request *rq, const struct visit *visit, const struct question *question,
             struct keeping *keeping)
{
    if (control_of(question, false) == CONTROL_PLACES && keeping->cell.column[0] == '\0'
        && form_rank_gap(keeping->cell.value))
        return refuse(keeping, "refuse.rank_gap", 0);
    if (cell_refused(rq->arena, visit->survey, &keeping->cell, &keeping->refusal))
        return true;
    if (cell_clashes(rq->arena, visit->survey, &visit->answers, &keeping->cell))
        return refuse(keeping, "refuse.both", 0);
    if (needs_place(visit, question, &keeping->cell) && question->rows_max > 0
        && form_rows_kept(rq->arena, &visit->answers, question) >= (size_t)question->rows_max)
        return refuse(keeping, "refuse.rows_most", question->rows_max);
    return false;
}

enum kept
keep_cell(struct request *rq, struct visit *visit, struct keeping *keeping)
{
    const struct question *question = survey_question(visit->survey, keeping->cell.question);
    enum kept kept;

    if (refuses_cell(rq, visit, question, keeping))
        return KEPT_REFUSED;
    kept = put(rq, visit, keeping);
    if (kept == KEPT)
        remember(rq, visit, &keeping->saved.cell);
    if (kept == KEPT && needs_place(visit, question, &keeping->cell))
        kept = keep_order(rq, visit, question, keeping->cell.row, form_row_order(&visit->answers, question));
    return kept;
}
