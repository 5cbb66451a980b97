/* Bringing responses in: the same validation as the page, all or nothing. */
#ifndef COMMAND_RESPONSES_H
#define COMMAND_RESPONSES_H

#include "exchange/responses_file.h"
#include "model/library.h"
#include "model/phrases.h"
#include "store/project.h"

struct db;
struct response_answers;

/* A stored response as a file has it, in the arena: what was handed in without the answers to questions that
 * were not shown. */
void response_record_of(struct arena *arena, const struct library *library,
                        const struct response_answers *from, struct response_record *out);

struct responses_import {
    struct db *db; /* inside a transaction of the caller's */
    const struct library *library;
    const struct phrases *phrases;
    const struct project *project;
    int64_t now;
    /* filled in: */
    size_t stored, unchanged;
    struct file_faults faults; /* in order of line */
};

/*
 * Store the records. False with faults: then the caller rolls back. Persons are found by external id, else
 * e-mail, else whole name. Who has answered this questionnaire already with the same answers in the same
 * state is unchanged; with others it is a fault. Everything made on the way lives in the arena.
 */
bool responses_apply(struct arena *arena, struct responses_import *import,
                     const struct response_records *records) MUST_CHECK;

#endif
