/* The pages of a project from today's work to its documents. */
#ifndef PAGES_STAFF_AUDIT_H
#define PAGES_STAFF_AUDIT_H

#include "http/router.h"

/* Today: what needs somebody now. */
handler today_page;

/* Goals: approved ones count in priorities. */
handler goals_page, goals_set;

/* The register, one requirement, and deciding about it. */
handler requirements_page, requirement_page, requirement_decide;

/* Tests: who takes which, and how it went. */
handler staff_exam_page, staff_exam_assign, staff_attempt_page, staff_attempt_act;

/* Documents: what they lack, how they look, and giving them out. */
handler documents_page, document_page, document_issue, issued_page;

#endif
