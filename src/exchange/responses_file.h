/*
 * Responses as files: JSON lines (lossless) and CSV (a row a response), read and written.
 *
 * A JSON line: {"survey": "goals", "person": {"external_id", "email", "name"}, "language": "ru", "state":
 * "handed_in" or "draft", "mode": "self", "subject": "", "started_at": ms, "handed_in_at": ms, "seconds": n,
 * "answers": {"sm_03": "weekly", "sm_12": {"state": "dont_know"}, "sm_07/r1/document": "Счёт"}}. In CSV the
 * columns are survey, external_id, email, name, language, state, mode, subject, started_at, handed_in_at,
 * seconds, and the addresses of cells; ":dk" and ":na" stand for "don't know" and "not applicable", and a
 * text that starts with a colon has one more in front.
 */
#ifndef EXCHANGE_RESPONSES_FILE_H
#define EXCHANGE_RESPONSES_FILE_H

#include "base/buf.h"
#include "model/cell.h"

struct response_record {
    const char *survey, *subject;
    const char *external_id, *email, *name; /* of the person; "" where unknown */
    const char *language, *state, *mode;
    int64_t started_at, handed_in_at, seconds;
    struct answers answers; /* in file order; revision and saved_at are 0 */
    size_t line;            /* in the file, from 1 */
};

struct response_records LIST_OF(struct response_record);

/* What is wrong with a file, and where; `column` counts characters of a JSON line or cells of a CSV row. */
struct file_fault {
    size_t line, column;
    const char *sentence; /* English, for the operator */
};

struct file_faults LIST_OF(struct file_fault);

/* Read a whole file. False with the first fault; everything lives in the arena. */
bool responses_read_jsonl(struct arena *arena, const char *bytes, size_t length, struct response_records *out,
                          struct file_fault *fault) MUST_CHECK;
bool responses_read_csv(struct arena *arena, const char *bytes, size_t length, struct response_records *out,
                        struct file_fault *fault) MUST_CHECK;

/* Append one line. */
void response_write_jsonl(struct buf *out, const struct response_record *record);

/* The head row for the records' cells, sorted by address, and then a row each. */
void responses_write_csv(struct arena *arena, struct buf *out, const struct response_records *records);

#endif
