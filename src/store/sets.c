/* Every file of statements: a new one is one line here and one in internal.h. */
#include "store/internal.h"

const struct sql_set *const all_sets[SET_COUNT] = {
    [SET_PROJECT] = &project_sql,
    [SET_DEPARTMENT] = &department_sql,
    [SET_PERSON] = &person_sql,
    [SET_PERSON_IMPORT] = &person_import_sql,
    [SET_STAFF] = &staff_sql,
    [SET_SESSION] = &session_sql,
    [SET_FORM] = &form_sql,
    [SET_ASSIGNMENT] = &assignment_sql,
    [SET_RESPONSE] = &response_sql,
    [SET_ANSWER] = &answer_sql,
    [SET_EVENT] = &event_sql,
    [SET_PAPER] = &paper_sql,
    [SET_ATTEMPT] = &attempt_sql,
    [SET_ATTEMPT_ANSWER] = &attempt_answer_sql,
    [SET_MARK] = &mark_sql,
    [SET_GOAL] = &goal_sql,
    [SET_REQUIREMENT] = &requirement_sql,
    [SET_DECISION] = &decision_sql,
    [SET_ISSUED] = &issued_sql,
    [SET_TODAY] = &today_sql,
};
