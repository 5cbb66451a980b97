/* Rows that several files of store/ read: their columns, and the functions that take them apart. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store/assignment.h"
#include "store/attempt.h"
#include "store/internal.h"

/* An assignment with its person and how far it is; WHERE follows. */
#define ASSIGNED_FROM                                                                                        \
    " FROM assignment s JOIN person p ON p.id = s.person LEFT JOIN department d ON d.id = p.department"      \
    " LEFT JOIN response r ON r.assignment = s.id LEFT JOIN attempt t ON t.assignment = s.id"                \
    " AND t.number = (SELECT max(number) FROM attempt WHERE assignment = s.id)"
#define ASSIGNED_SELECT                                                                                      \
    "SELECT s.id, s.project, s.person, s.kind, s.form, s.subject, s.variant, s.due_date, s.closes_at,"       \
    " s.state, s.created_at, p.family, p.given, p.patronymic, p.position, d.name, p.department, r.id,"       \
    " r.state, r.handed_in_at, (SELECT count(*) FROM answer a WHERE a.response = r.id"                       \
    " AND (a.value <> '' OR a.state <> 0)), t.id, t.state, t.handed_in_at, t.number, t.mark, t.most,"        \
    " t.reason, p.roles, p.key_user, p.disabled" ASSIGNED_FROM
void read_assignment(struct query *q, struct arena *arena, struct assignment *out);
void read_assigned(struct query *q, struct arena *arena, struct assigned *out);

/* An attempt; its columns come first in SHEET_SELECT too. WHERE follows. */
#define ATTEMPT_COLUMNS                                                                                      \
    "SELECT t.id, t.project, t.person, t.assignment, t.paper, t.number, t.state, s.form, w.form_hash,"       \
    " w.variant, t.language, t.started_at, t.deadline, t.handed_in_at, s.closes_at, t.handed_in_by,"         \
    " t.extra_minutes, t.note, t.mark, t.most, t.percent, t.bar, t.reason, t.detail, t.key_version"
#define ATTEMPT_FROM " FROM attempt t JOIN assignment s ON s.id = t.assignment JOIN paper w ON w.id = t.paper"
#define SHEET_BREAKS                                                                                         \
    ", (SELECT count(*) FROM attempt_break b WHERE b.attempt = t.id),"                                       \
    " (SELECT coalesce(sum(CASE b.until_at WHEN 0 THEN max(t.handed_in_at, b.from_at)"                       \
    " ELSE b.until_at END - b.from_at), 0) FROM attempt_break b WHERE b.attempt = t.id)"
#define SHEET_PERSON ", p.family, p.given, p.patronymic, p.position, d.name, p.external_id, s.state"
#define SHEET_JOIN " JOIN person p ON p.id = t.person LEFT JOIN department d ON d.id = p.department"
#define SHEET_SELECT ATTEMPT_COLUMNS SHEET_PERSON SHEET_BREAKS ATTEMPT_FROM SHEET_JOIN
void read_attempt(struct query *q, struct arena *arena, struct attempt *out);
void read_sheet_line(struct query *q, struct arena *arena, struct sheet_line *out);

#endif
