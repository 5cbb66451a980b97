/* Marks in integer hundredths of a point, by the named rule of each question (Начисление,
 * 2-question-banks.md). */
#ifndef EXAM_SCORE_H
#define EXAM_SCORE_H

#include "model/quiz.h"

/*
 * The stored form of an answer: select_one and true_false a value ("true"/"false"); select_multiple values
 * separated by spaces; numeric the normalised number; short_text the text; match "pairid=rightid" separated
 * by spaces; order values by place, "-" for an empty one. "" is no answer. Returns NULL and `*refused` when
 * the value is not one that the question offers.
 */
const char *item_answer(struct arena *arena, const struct item *item, const char *typed, bool *refused);

/* The mark in hundredths: 0 … 100 * points; rounded half up once. No answer is 0. */
int item_mark(struct arena *arena, const struct item *item, const char *answer);

#endif
