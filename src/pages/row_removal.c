/* Taking a row away: nobody takes away what somebody else has written into it since. */
#include "pages/row_removal.h"

#include "pages/answer_lines.h"

#include <string.h>

struct row_removal
row_removal_of(const struct visit *visit, const struct question *question, const char *row)
{
    struct row_removal removal = { .question = question,
                                   .row = row,
                                   .kept = form_row_kept(&visit->answers, question->id, row) };
    size_t count;
    const struct cell *cells = answers_question(&visit->answers, question->id, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(cells[i].row, row) != 0 || strcmp(cells[i].column, COLUMN_ORDER) == 0)
            continue;
        removal.revision += cells[i].revision;
        removal.saved_at = cells[i].saved_at > removal.saved_at ? cells[i].saved_at : removal.saved_at;
    }
    return removal;
}

const char *
row_removal_words(struct request *rq, const struct visit *visit, const struct row_removal *removal)
{
    const struct answer_reading reading = { .arena = rq->arena,
                                            .phrases = page_app(rq)->phrases,
                                            .lang = page_lang(rq),
                                            .survey = visit->survey,
                                            .answers = &visit->answers };
    const char *words = answer_row(&reading, removal->question, removal->row);

    return words != NULL ? words : page_text(rq, "respond.row_empty");
}

enum kept
row_remove(struct request *rq, struct visit *visit, const struct row_removal *removal)
{
    return removal->kept ? keep_order(rq, visit, removal->question, removal->row, 0) : KEPT;
}
