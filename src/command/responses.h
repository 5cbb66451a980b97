/* Bringing responses in: the same validation as the page, all or nothing. */
#ifndef COMMAND_RESPONSES_H
#define COMMAND_RESPONSES_H

#include "exchange/responses_file.h"
#include "model/library.h"
#include "model/phrases.h"
#include "store/project.h"

struct db;

struct responses_import {
    struct db *db; /* inside a transaction of the caller's */
    const struct library *library;
    const struct phrases *phrases;
    const struct project *project;
    int64_t now;
};

/*
 * Store the records. False with the first fault: then the caller rolls back. Persons are found by external
 * id, else e-mail, else whole name; a person who has answered this questionnaire already is a fault.
 * Everything made on the way lives in the arena.
 */
bool responses_apply(struct arena *arena, const struct responses_import *import,
                     const struct response_records *records, struct file_fault *fault) MUST_CHECK;

#endif
